package io.backpressure.channel;

/**
 * A received value that has to be acknowledged. Until then it may be redelivered, for
 * example to another JVM if this one ends. Returned by the view
 * {@link SharedChannel#acknowledging()}.
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
public interface Received<T> {

	/**
	 * Return the value.
	 * @return the value
	 * @throws ChannelException if the transport cannot decode the value, which can still
	 * be acknowledged
	 */
	T value();

	/**
	 * Return the number of times that the value has been delivered to a receiver.
	 * @return 1 for the first delivery, more after a redelivery
	 */
	int deliveries();

	/**
	 * Return the number of times that a value may be delivered. A value that is delivered
	 * more often should no longer be processed, since it presumably crashes its
	 * receivers.
	 * @return the largest number of deliveries
	 */
	int maxDeliveries();

	/**
	 * Acknowledge that the value has been processed, so that it is not redelivered. Has
	 * no effect if the value was acknowledged or released before. If the transport cannot
	 * be reached, the value may be redelivered; the failure is logged and not thrown.
	 */
	void acknowledge();

	/**
	 * Release the value, to be redelivered immediately and out of order. Has no effect if
	 * the value was acknowledged or released before.
	 */
	void release();

}
