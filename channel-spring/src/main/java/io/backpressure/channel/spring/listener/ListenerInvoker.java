package io.backpressure.channel.spring.listener;

import org.jspecify.annotations.Nullable;

/**
 * Invoker of a listener. Calls may be concurrent.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ListenerInvoker {

	/**
	 * Call the listener.
	 * @param argument a value, or a {@code List} of values for a batch
	 * @return the result, or {@code null}
	 * @throws Throwable what the listener throws
	 */
	@Nullable Object invoke(Object argument) throws Throwable;

}
