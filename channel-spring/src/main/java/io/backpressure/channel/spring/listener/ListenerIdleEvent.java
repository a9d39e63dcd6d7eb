package io.backpressure.channel.spring.listener;

import java.time.Duration;

import io.backpressure.channel.BackpressureChannel;

/**
 * Event published when a listener has received nothing for its {@code idle-interval}, and
 * again after each further interval without a value.
 *
 * @since 0.1.0
 */
public final class ListenerIdleEvent extends ListenerEvent {

	private static final long serialVersionUID = 1L;

	/** Lower bound of the time without a value. */
	private final Duration idleTime;

	/**
	 * Create an event for an idle listener.
	 * @param channel the channel of the listener
	 * @param listenerId the id of the listener
	 * @param idleTime a lower bound of the time for which the listener has received
	 * nothing
	 */
	public ListenerIdleEvent(BackpressureChannel<?> channel, String listenerId, Duration idleTime) {
		super(channel, listenerId);
		this.idleTime = idleTime;
	}

	/**
	 * Return a lower bound of the time for which the listener has received nothing.
	 * @return the time
	 */
	public Duration getIdleTime() {
		return this.idleTime;
	}

}
