package io.backpressure.channel.spring.listener;

import io.backpressure.channel.BackpressureChannel;

/**
 * The application context is closing, and the drain timeout has passed before a listener
 * had handled all values of its channel. Published on the thread that closes the context.
 */
public final class UndeliveredEvent extends ListenerEvent {

	private static final long serialVersionUID = 1L;

	private final long undelivered;

	private final long inFlight;

	/**
	 * Create the event of values that are left.
	 * @param channel the channel of the listener
	 * @param listenerId the id of the listener
	 * @param undelivered how many values it will not get
	 * @param inFlight how many values it is still handling, interrupt or not
	 */
	public UndeliveredEvent(BackpressureChannel<?> channel, String listenerId, long undelivered, long inFlight) {
		super(channel, listenerId);
		this.undelivered = undelivered;
		this.inFlight = inFlight;
	}

	/**
	 * Return how many values the listener will not get: those in the buffer, and those
	 * whose call was interrupted.
	 * @return the number of values
	 */
	public long getUndelivered() {
		return this.undelivered;
	}

	/**
	 * Return how many values the listener is still handling, though it was interrupted.
	 * @return the number of values
	 */
	public long getInFlight() {
		return this.inFlight;
	}

}
