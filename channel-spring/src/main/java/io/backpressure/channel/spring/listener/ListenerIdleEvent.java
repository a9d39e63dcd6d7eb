package io.backpressure.channel.spring.listener;

import java.time.Duration;

import io.backpressure.channel.BackpressureChannel;

/**
 * A listener has received nothing for its {@code idle-interval}, or for another one.
 */
public final class ListenerIdleEvent extends ListenerEvent {

	private static final long serialVersionUID = 1L;

	/** Lower bound of the time without a value. */
	private final Duration idleTime;

	/**
	 * Create the event of a listener that is idle.
	 * @param channel the channel of the listener
	 * @param listenerId the id of the listener
	 * @param idleTime how long it has received nothing, at least
	 */
	public ListenerIdleEvent(BackpressureChannel<?> channel, String listenerId, Duration idleTime) {
		super(channel, listenerId);
		this.idleTime = idleTime;
	}

	/**
	 * Return how long the listener has received nothing, at least.
	 * @return the time
	 */
	public Duration getIdleTime() {
		return this.idleTime;
	}

}
