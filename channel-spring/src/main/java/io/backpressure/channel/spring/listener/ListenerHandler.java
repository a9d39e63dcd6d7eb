package io.backpressure.channel.spring.listener;

/**
 * Function that handles the values of a channel, as an alternative to an annotated
 * method.
 *
 * @param <T> the type of the value, or of the list of values
 * @since 0.1.0
 */
@FunctionalInterface
public interface ListenerHandler<T> {

	/**
	 * Handle a value, or a batch of them. Calls are concurrent if the listener has
	 * several threads.
	 * @param value the value, or the batch
	 * @throws Exception if the value cannot be handled; the retry and error settings of
	 * the listener then apply
	 */
	void handle(T value) throws Exception;

}
