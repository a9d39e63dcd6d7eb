package io.backpressure.channel.spring.actuate;

import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerStats;

/**
 * A listener, as the endpoint shows it.
 *
 * @param id the id of the listener
 * @param state whether it runs
 * @param threads threads that it has
 * @param activeThreads threads that are handling a value or a batch
 * @param processed values that it has handled
 * @param failed values that it could not handle, whatever has become of them
 */
public record ListenerDescriptor(String id, State state, int threads, int activeThreads, long processed, long failed) {

	static ListenerDescriptor of(ListenerContainer listener) {
		ListenerStats stats = listener.stats();
		State state = !listener.isRunning() ? State.STOPPED : (listener.isPaused() ? State.PAUSED : State.RUNNING);
		return new ListenerDescriptor(listener.id(), state, listener.threads(), listener.activeThreads(),
				stats.processed(), stats.recovered() + stats.deadLettered() + stats.discarded());
	}

	/**
	 * Whether a listener runs.
	 */
	public enum State {

		/** It receives. */
		RUNNING,

		/** It is told not to receive for now. */
		PAUSED,

		/** It was not started, or was stopped, or its channel is closed and drained. */
		STOPPED

	}

}
