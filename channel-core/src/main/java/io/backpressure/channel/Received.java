package io.backpressure.channel;

/**
 * A value that was received and is not gone until it is acknowledged: if this JVM ends
 * before that, another gets it. Of {@link SharedChannel#acknowledging()}.
 *
 * @param <T> the type of the value
 */
public interface Received<T> {

	/**
	 * Return the value.
	 * @return the value
	 * @throws ChannelException of the transport's own if what was received cannot be
	 * read; it can still be acknowledged
	 */
	T value();

	/**
	 * Return how often the value has been handed to a receiver.
	 * @return 1 the first time; more when it was redelivered
	 */
	int deliveries();

	/**
	 * Return how often a value may be handed to a receiver before it should be given up
	 * as one that ends its receivers.
	 * @return the number of deliveries
	 */
	int maxDeliveries();

	/**
	 * Say that the value has been dealt with: nobody gets it again. Does nothing the
	 * second time. If the transport cannot be reached, the value may be redelivered; that
	 * is logged, not thrown.
	 */
	void acknowledge();

	/**
	 * Give the value back, to be redelivered at once, out of its order. Does nothing if
	 * it was acknowledged or given back before.
	 */
	void release();

}
