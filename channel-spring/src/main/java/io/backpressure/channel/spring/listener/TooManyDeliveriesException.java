package io.backpressure.channel.spring.listener;

/**
 * Exception for a value of a shared channel that was delivered too often without being
 * acknowledged, and therefore seems to crash its receivers. It is the cause of the
 * {@link FailedValue} that is passed to the error handler. The listener is not called
 * with the value.
 *
 * @since 0.1.0
 */
public final class TooManyDeliveriesException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception for a value.
	 * @param channelName the name of the channel
	 * @param deliveries the number of deliveries so far
	 * @param maxDeliveries the largest permitted number of deliveries
	 */
	public TooManyDeliveriesException(String channelName, int deliveries, int maxDeliveries) {
		super("A value of channel '" + channelName + "' was delivered " + deliveries
				+ " times without being acknowledged; " + maxDeliveries
				+ " deliveries are permitted. An instance may have ended while handling it, or handling it takes too long.");
	}

}
