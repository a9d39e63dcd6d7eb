package io.backpressure.channel.spring.listener;

import java.util.List;

/**
 * Receives the values that are left in the channels of an application context when it
 * closes, for example to write them to a file. Every bean of this type that exists when
 * the context starts is called, in the order of {@code @Order}.
 * <p>
 * It is called once for each channel in memory with values left, with or without a
 * listener, on the thread that closes the context. All beans still exist then, but all
 * channels are closed. It should return before the environment kills the process.
 */
@FunctionalInterface
public interface UndeliveredHandler {

	/**
	 * Handle the values that are left in a channel. Anything thrown is logged, and the
	 * other handlers and channels get their values nevertheless.
	 * @param channelName the name of the channel
	 * @param values the values, those whose call was interrupted first, then those in the
	 * buffer in their order; never empty, not modifiable. A dead-letter channel has
	 * {@link FailedValue}s
	 */
	void undelivered(String channelName, List<?> values);

}
