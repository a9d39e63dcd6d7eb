package io.backpressure.channel.spring.listener;

/**
 * A listener that is a function and not an annotated method.
 *
 * @param <T> the type of what it is called with
 */
@FunctionalInterface
public interface ListenerHandler<T> {

	/**
	 * Handle a value, or a batch of them. Calls are concurrent if the listener has
	 * several threads.
	 * @param value the value, or the batch
	 * @throws Exception if it cannot be handled; the listener then does as it is
	 * configured to
	 */
	void handle(T value) throws Exception;

}
