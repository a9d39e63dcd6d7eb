package io.backpressure.channel.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerStats;
import org.jspecify.annotations.Nullable;

/**
 * Isolation of the tests of one context: restores the state in which listeners started,
 * and finds and removes what a test has left behind.
 */
final class TestScope {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final String ADVICE = "Receive the values with ChannelProbe.next, wait for listeners with "
			+ "ChannelProbe.awaitQuiet, or discard values with purge() of their channel.";

	private static final String ADVICE_UNUSED = "Call ChannelProbe.failNext at most once for each call of the listener "
			+ "in the test.";

	private static final String ADVICE_STALL = "Call ChannelProbe.stall before the values are sent, and only for "
			+ "listeners that are called in the test.";

	private static final String ADVICE_CLOSED = "Close only a channel that the test has created, or close the "
			+ "application context.";

	private final Scene scene;

	private final ChannelEvents events;

	private final Duration limit;

	/** States in which the listeners started, by their ids. */
	private final Map<String, State> declared = new ConcurrentHashMap<>();

	private final Map<String, ListenerStats> before = new ConcurrentHashMap<>();

	TestScope(Scene scene, ChannelEvents events) {
		this(scene, events, LIMIT);
	}

	TestScope(Scene scene, ChannelEvents events, Duration limit) {
		this.scene = scene;
		this.events = events;
		this.limit = limit;
	}

	/** Return the counts of the listeners when the test began; a live view. */
	Map<String, ListenerStats> before() {
		return this.before;
	}

	/** Begin a test. */
	void begin() {
		this.scene.allListeners().forEach((listener) -> {
			this.declared.putIfAbsent(listener.id(), State.of(listener));
			this.before.put(listener.id(), listener.stats());
		});
		List<RecordingChannel<?>> channels = this.scene.recorded();
		channels.forEach(RecordingChannel::rebase);
		this.scene.open().begin(channels);
		this.events.clear();
	}

	/**
	 * End a test.
	 * @return a description of what the test has left behind, or {@code null} if it has
	 * left nothing behind
	 */
	@Nullable String end() {
		Map<String, List<Throwable>> unused = new LinkedHashMap<>();
		this.scene.allListeners().forEach((listener) -> {
			List<Throwable> failures = this.scene.calls().of(listener.id()).failures();
			if (!failures.isEmpty()) {
				unused.put(listener.id(), failures);
			}
		});
		List<String> unmet = unmetStalls();
		this.scene.calls().reset();
		this.scene.allListeners().forEach(this::restore);
		Wait.until(this.limit, this.scene::isDone);
		List<String> leftovers = new ArrayList<>();
		this.scene.recorded().forEach((channel) -> addValues(leftovers, channel));
		Diagnosis diagnosis = new Diagnosis(this.scene);
		this.scene.allListeners().forEach((listener) -> diagnosis.addListener(leftovers, listener));
		if (!leftovers.isEmpty()) {
			leftovers.add(ADVICE);
		}
		if (!unused.isEmpty()) {
			diagnosis.addUnused(leftovers, unused);
			leftovers.add(ADVICE_UNUSED);
		}
		if (!unmet.isEmpty()) {
			diagnosis.addUnmetStalls(leftovers, unmet);
			leftovers.add(ADVICE_STALL);
		}
		List<String> closed = this.scene.open().describeClosed();
		if (!closed.isEmpty()) {
			leftovers.addAll(closed);
			leftovers.add(ADVICE_CLOSED);
		}
		return leftovers.isEmpty() ? null : "The test left behind:\n" + String.join("\n", leftovers);
	}

	/**
	 * Return the ids of the stalled listeners that have not been called since their
	 * stall. Values that the test has sent may still be on their way to these listeners,
	 * so this method first waits for these values.
	 */
	private List<String> unmetStalls() {
		Wait.until(this.limit, () -> findUnmetStalls().isEmpty() || this.scene.isSettled());
		return findUnmetStalls();
	}

	private List<String> findUnmetStalls() {
		return this.scene.allListeners()
			.stream()
			.map(ListenerContainer::id)
			.filter((id) -> this.scene.calls().of(id).isStallUnmet())
			.toList();
	}

	/**
	 * Interrupt calls that do not end, and return whether another test can use the
	 * context: all listeners are idle afterwards, and the test has closed none of the
	 * channels that existed when it began.
	 */
	boolean interrupt() {
		return endCalls() && this.scene.open().describeClosed().isEmpty();
	}

	private boolean endCalls() {
		if (this.scene.isDone()) {
			return true;
		}
		this.scene.allListeners()
			.forEach((listener) -> this.scene.calls().of(listener.id()).calls().keySet().forEach(Thread::interrupt));
		return Wait.until(this.limit, this.scene::isDone);
	}

	private void restore(ListenerContainer listener) {
		State declared = this.declared.get(listener.id());
		if (declared == null) { // the test has created the listener
			return;
		}
		if (declared.paused() != listener.isPaused()) {
			if (declared.paused()) {
				listener.pause();
			}
			else {
				listener.resume();
			}
		}
		if (declared.running() != listener.isRunning() && !listener.channel().isClosed()) {
			if (declared.running()) {
				listener.start();
			}
			else {
				listener.stop();
			}
		}
	}

	/** Take the values of a channel, and describe those that the test has left behind. */
	private void addValues(List<String> leftovers, RecordingChannel<?> channel) {
		String receivers = new Diagnosis(this.scene).receivers(channel.name());
		List<Object> left = new ArrayList<>();
		try {
			for (Object value = channel.tryReceive(); value != null; value = channel.tryReceive()) {
				if (!channel.recording().isFilled(value)) {
					left.add(value);
				}
			}
		}
		catch (ChannelClosedException ex) {
			// the channel is closed and empty
		}
		if (!left.isEmpty()) {
			leftovers.add("- channel '" + channel.name() + "' holds " + Diagnosis.values(left.size()) + ": "
					+ Diagnosis.values(left) + "; " + receivers);
		}
	}

	/**
	 * State of a listener.
	 *
	 * @param running whether it runs
	 * @param paused whether it is paused
	 */
	private record State(boolean running, boolean paused) {

		static State of(ListenerContainer listener) {
			return new State(listener.isRunning(), listener.isPaused());
		}

	}

}
