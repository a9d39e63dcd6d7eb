package io.backpressure.channel.spring.listener;

/**
 * A value of a shared channel was handed out too often without being acknowledged, so
 * that it seems to end those who receive it. The cause of the {@link FailedValue} as
 * which it goes to the error handler; the listener has not been called with it.
 */
public final class TooManyDeliveriesException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception of a value.
	 * @param channelName the name of the channel
	 * @param deliveries how often it has been handed out
	 * @param maxDeliveries how often it may be
	 */
	public TooManyDeliveriesException(String channelName, int deliveries, int maxDeliveries) {
		super("A value of channel '" + channelName + "' was delivered " + deliveries
				+ " times without being acknowledged, and may be " + maxDeliveries
				+ " times. Has an instance ended while it handled it, or does that take too long?");
	}

}
