package io.backpressure.channel.test;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerRegistry;

/**
 * Recorded channels and listeners of a context, with checks of whether they are idle.
 *
 * @param channels the channels
 * @param listeners the listeners
 * @param calls the calls of the listeners
 * @param clock the clock of the listeners
 * @param open the channels that were open when the test began
 */
record Scene(ChannelRegistry channels, ListenerRegistry listeners, ListenerCalls calls, TestClock clock,
		OpenChannels open) {

	/** Return the channel with a name, even if the test has closed it. */
	RecordingChannel<?> channel(String name) {
		RecordingChannel<?> closed = this.open.closed(name);
		if (closed != null && this.channels.find(name).isEmpty()) {
			return closed;
		}
		if (this.channels.get(name) instanceof RecordingChannel<?> channel) {
			return channel;
		}
		throw new IllegalStateException("Channel '" + name
				+ "' is not recorded, since it is replaced by a mock or another stand-in. Use the stand-in itself");
	}

	/** Return all channels that are recorded, in the order of their names. */
	List<RecordingChannel<?>> recorded() {
		List<RecordingChannel<?>> recorded = new ArrayList<>();
		for (String name : this.channels.names()) {
			this.channels.find(name).ifPresent((channel) -> {
				if (channel instanceof RecordingChannel<?> recording) {
					recorded.add(recording);
				}
			});
		}
		return recorded;
	}

	/** Return all listeners, in the order of their ids. */
	Collection<ListenerContainer> allListeners() {
		return this.listeners.containers()
			.stream()
			.collect(Collectors.toMap(ListenerContainer::id, (listener) -> listener, (one, other) -> one, TreeMap::new))
			.values();
	}

	/** Return the control of a listener that exists. */
	CallControl control(String listenerId) {
		return this.calls.of(this.listeners.get(listenerId).id());
	}

	/** Return whether every channel is empty and every listener is idle. */
	boolean isQuiet() {
		// a value that moves during the check changes a count
		List<Long> before = counts();
		return recorded().stream().allMatch((channel) -> channel.size() == 0 && hasArrived(channel))
				&& allListeners().stream().allMatch(Scene::isIdle) && before.equals(counts());
	}

	/**
	 * Return whether listeners have handled all that they can: all listeners are idle,
	 * and each channel is empty or no listener receives from it.
	 */
	boolean isDone() {
		List<Long> before = counts();
		return recorded().stream()
			.allMatch((channel) -> hasArrived(channel) && (channel.size() == 0 || !isReceivedFrom(channel.name())))
				&& allListeners().stream().allMatch(Scene::isIdle) && before.equals(counts());
	}

	/**
	 * Return whether each thread of each listener that receives is waiting: for a value,
	 * for a deadline, or within a call.
	 */
	boolean isSettled() {
		List<Long> before = counts();
		return recorded().stream().allMatch(this::hasArrived)
				&& allListeners().stream().filter(Scene::isReceiving).allMatch(this::isSettled)
				&& before.equals(counts());
	}

	private boolean isSettled(ListenerContainer listener) {
		CallControl control = this.calls.of(listener.id());
		int active = listener.activeThreads();
		int idle = Math.max(0, listener.threads() - active);
		long repeating = control.unsettled().keySet().stream().filter(this.clock::isWaiting).count();
		return !this.clock.isDue(listener.id()) && control.waitingInCall() + repeating >= active
				&& (idle == 0 || (listener.channel().size() == 0 && (this.clock.waiting(listener.id()) >= idle
						|| listener.channel().waitingReceivers() >= idle)));
	}

	/**
	 * Return whether a listener will handle no more values: its channel is closed, and
	 * the listener has handled all values that it received.
	 */
	boolean isExhausted(ListenerContainer listener) {
		// each check relies on the checks before it: no send begins or is in progress, no
		// value is buffered, no value is in transit
		return listener.channel() instanceof RecordingChannel<?> channel && channel.isClosed()
				&& channel.recording().sending() == 0 && channel.size() == 0 && hasArrived(channel)
				&& listener.stats().inFlight() == 0 && listener.stats().undelivered() == 0;
	}

	/**
	 * Return whether a thread of a listener is settling a value whose call failed. A
	 * thread that waits to repeat the call is not.
	 */
	boolean isSettling(String listenerId) {
		return !this.calls.of(listenerId).unsettled().keySet().stream().allMatch(this.clock::isWaiting);
	}

	/**
	 * Return whether every received value has reached its receiver, and no send is in
	 * progress.
	 */
	private boolean hasArrived(RecordingChannel<?> channel) {
		Recording recording = channel.recording();
		long arrived = recording.receivedByOthers();
		for (ListenerContainer listener : this.listeners.ofChannel(channel.name())) {
			arrived += listener.stats().received();
		}
		return recording.sending() == 0 && channel.stats().receiveCount() == arrived;
	}

	private List<Long> counts() {
		List<Long> counts = new ArrayList<>();
		for (RecordingChannel<?> channel : recorded()) {
			counts.add(channel.stats().sendCount());
			counts.add(channel.stats().receiveCount());
		}
		return counts;
	}

	private static boolean isIdle(ListenerContainer listener) {
		return listener.stats().inFlight() == 0 && listener.activeThreads() == 0
				&& (listener.stats().undelivered() == 0 || !isReceiving(listener));
	}

	/**
	 * Return whether any listener receives from a channel, and so is neither stopped nor
	 * paused.
	 */
	boolean isReceivedFrom(String channelName) {
		return this.listeners.ofChannel(channelName).stream().anyMatch(Scene::isReceiving);
	}

	static boolean isReceiving(ListenerContainer listener) {
		return listener.isRunning() && !listener.isPaused();
	}

}
