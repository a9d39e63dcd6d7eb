package io.backpressure.channel.test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerStats;

/**
 * Description of the content of channels and the activity of listeners, for failure
 * messages.
 *
 * @param scene the channels and listeners
 */
record Diagnosis(Scene scene) {

	private static final int MAX_VALUES = 5;

	private static final int MAX_FRAMES = 15;

	/**
	 * Describe every channel that was closed or is not empty, and every listener that is
	 * not idle.
	 */
	String text() {
		List<String> lines = new ArrayList<>(this.scene.open().describeClosed());
		this.scene.recorded().forEach((channel) -> addChannel(lines, channel));
		this.scene.allListeners().forEach((listener) -> addListener(lines, listener));
		return lines.isEmpty() ? "- every channel is empty, and every listener is idle" : String.join("\n", lines);
	}

	private void addChannel(List<String> lines, RecordingChannel<?> channel) {
		int size = channel.size();
		if (size > 0) {
			lines.add("- channel '" + channel.name() + "' holds " + values(size) + " (capacity " + channel.capacity()
					+ "): " + values(channel.buffered()) + "; " + receivers(channel.name())
					+ (this.scene.listeners().ofChannel(channel.name()).isEmpty()
							? ": take values with next(\"" + channel.name() + "\")" : ""));
		}
		if (channel.waitingSenders() > 0) {
			lines.add("- channel '" + channel.name() + "' is full, and blocks " + channel.waitingSenders() + " "
					+ plural(channel.waitingSenders(), "sender"));
		}
	}

	void addListener(List<String> lines, ListenerContainer listener) {
		CallControl control = this.scene.calls().of(listener.id());
		String name = "- listener '" + listener.id() + "' ";
		control.calls()
			.entrySet()
			.stream()
			.sorted(Comparator.comparing((call) -> call.getKey().getName()))
			.forEach((call) -> addCall(lines, name, call.getKey(), call.getValue(), control.isStalled()));
		for (Throwable ex : control.unsettled().values()) {
			lines.add(name + "waits to repeat a call that failed with " + ex
					+ ": move the TestClock forward by the delay");
		}
		ListenerStats stats = listener.stats();
		if (control.calls().isEmpty() && control.unsettled().isEmpty() && stats.inFlight() > 0) {
			lines.add(name + ((this.scene.clock().waiting(listener.id()) > 0)
					? "gathers a batch, which has " + values(stats.inFlight())
							+ ": move the TestClock forward by the batch timeout"
					: "has " + values(stats.inFlight()) + " in flight, but is not in a call"));
		}
		if (stats.undelivered() > 0) {
			lines.add(name + "was stopped, and keeps " + values(stats.undelivered()) + " for its next start");
		}
	}

	private static void addCall(List<String> lines, String name, Thread thread, Object argument, boolean stalled) {
		if (stalled) {
			lines.add(name + "is stalled with " + argument + ": release the listener");
			return;
		}
		List<StackTraceElement> frames = frames(thread);
		String place = frames.isEmpty() ? "a call" : frames.get(frames.size() - 1).getMethodName() + "()";
		lines.add(name + "is in " + place + ", handling " + argument + ", on thread '" + thread.getName() + "':");
		frames.stream().limit(MAX_FRAMES).forEach((frame) -> lines.add("      at " + frame));
	}

	/**
	 * Return the stack frames of a call, from the innermost one to the method of the
	 * listener.
	 */
	private static List<StackTraceElement> frames(Thread thread) {
		List<StackTraceElement> frames = new ArrayList<>();
		for (StackTraceElement frame : thread.getStackTrace()) {
			if (frame.getClassName().equals(ListenerCalls.class.getName())) {
				break;
			}
			frames.add(frame);
		}
		while (!frames.isEmpty() && isInfrastructure(frames.get(frames.size() - 1).getClassName())) {
			frames.remove(frames.size() - 1);
		}
		return frames;
	}

	private static boolean isInfrastructure(String className) {
		return className.startsWith("java.lang.") || className.startsWith("jdk.internal.")
				|| className.startsWith("io.backpressure.channel.spring.")
				|| className.startsWith("org.springframework.") || className.contains("$$");
	}

	/** Describe the listeners that receive from a channel. */
	String receivers(String channelName) {
		List<ListenerContainer> listeners = this.scene.listeners().ofChannel(channelName);
		if (listeners.isEmpty()) {
			return "no listener receives from it";
		}
		return listeners.stream()
			.sorted(Comparator.comparing(ListenerContainer::id))
			.map((listener) -> "listener '" + listener.id() + "' " + state(listener))
			.collect(Collectors.joining(", "));
	}

	private static String state(ListenerContainer listener) {
		if (!listener.isRunning()) {
			return "is stopped";
		}
		return listener.isPaused() ? "is paused" : "has " + listener.activeThreads() + " of " + listener.threads() + " "
				+ plural(listener.threads(), "thread") + " in a call";
	}

	/** Describe the exceptions of {@code failNext} that no call has thrown. */
	void addUnused(List<String> lines, Map<String, List<Throwable>> failures) {
		failures.forEach((id, unused) -> unused.forEach((ex) -> lines
			.add("- no call of listener '" + id + "' has thrown the exception set by failNext: " + ex)));
	}

	/** Describe the stalled listeners that have not been called since their stall. */
	void addUnmetStalls(List<String> lines, List<String> listenerIds) {
		listenerIds.forEach((id) -> lines.add("- listener '" + id + "' is stalled, but has not been called since"));
	}

	/** Describe values: list the first ones, and count the others. */
	static String values(List<?> values) {
		String first = values.stream().limit(MAX_VALUES).map(String::valueOf).collect(Collectors.joining(", "));
		int more = values.size() - MAX_VALUES;
		return "[" + first + ((more > 0) ? ", and " + more + " more" : "") + "]";
	}

	static String values(long count) {
		return count(count, "value");
	}

	static String count(long count, String noun) {
		return count + " " + plural(count, noun);
	}

	private static String plural(long count, String noun) {
		return (count == 1) ? noun : noun + "s";
	}

}
