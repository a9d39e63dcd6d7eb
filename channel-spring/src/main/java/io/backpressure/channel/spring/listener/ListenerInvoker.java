package io.backpressure.channel.spring.listener;

import org.jspecify.annotations.Nullable;

/**
 * Calls a listener. Calls may be concurrent.
 */
@FunctionalInterface
public interface ListenerInvoker {

	/**
	 * Call the listener.
	 * @param argument a value, or a {@code List} of values if it is called with batches
	 * @return the result, or {@code null}
	 * @throws Throwable what the listener throws
	 */
	@Nullable Object invoke(Object argument) throws Throwable;

}
