package io.backpressure.channel.spring.actuate;

import java.time.Duration;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerStats;
import io.backpressure.channel.spring.monitor.ChannelWatch;
import io.backpressure.channel.spring.monitor.ListenerFailure;
import org.jspecify.annotations.Nullable;

/**
 * Listener as the endpoint shows it.
 *
 * @param id the id of the listener
 * @param state the state of the listener
 * @param threads number of its threads
 * @param activeThreads number of threads that are handling a value or a batch
 * @param processed values that the listener has handled
 * @param failed values that the listener failed to handle: the sum of the next three
 * @param recovered values that its error handler has recovered
 * @param deadLettered values that were sent to its dead-letter channel
 * @param discarded values that were discarded, and are lost
 * @param lastFailure the last failure of the listener, or {@code null} if there was none
 * @param longestCallMillis how long the longest call in progress has been running, in
 * milliseconds, as far as observed; {@code null} if no call is in progress
 * @param sendTo the channel that the results of the listener are sent to, or {@code null}
 * if they are not sent
 * @param deadLetter the channel for values that the listener could not handle, or
 * {@code null} if there is none
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ListenerDescriptor(String id, State state, int threads, int activeThreads, long processed, long failed,
		long recovered, long deadLettered, long discarded, @Nullable ListenerFailure lastFailure,
		@Nullable Long longestCallMillis, @Nullable String sendTo, @Nullable String deadLetter) {

	static ListenerDescriptor of(ListenerContainer listener, ChannelWatch watch) {
		ListenerStats stats = listener.stats();
		Duration longestCall = listener.longestCall();
		State state = !listener.isRunning() ? State.STOPPED : (listener.isPaused() ? State.PAUSED : State.RUNNING);
		return new ListenerDescriptor(listener.id(), state, listener.threads(), listener.activeThreads(),
				stats.processed(), stats.recovered() + stats.deadLettered() + stats.discarded(), stats.recovered(),
				stats.deadLettered(), stats.discarded(), watch.lastFailure(listener.id()),
				longestCall.isZero() ? null : Long.valueOf(longestCall.toMillis()), listener.sendTo(),
				listener.deadLetter());
	}

	/**
	 * State of a listener.
	 */
	public enum State {

		/** The listener receives. */
		RUNNING,

		/** The listener receives nothing until it is resumed. */
		PAUSED,

		/**
		 * The listener was not started or was stopped, or its channel is closed and
		 * drained.
		 */
		STOPPED

	}

}
