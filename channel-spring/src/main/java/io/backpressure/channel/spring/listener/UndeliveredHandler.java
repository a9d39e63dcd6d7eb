package io.backpressure.channel.spring.listener;

import java.util.List;

/**
 * Callback for the values that are left in the channels of an application context when it
 * closes, for example to write them to a file. The context collects all beans of this
 * type when it starts, and calls them in the order of {@code @Order}.
 * <p>
 * A handler is called once for each channel in memory in which values are left, whether
 * or not the channel has a listener. The call is made on the thread that closes the
 * context. All beans still exist then, but the channels of the context are closed. A
 * handler should return before the environment kills the process.
 * <p>
 * A handler is also called when a listener is {@linkplain ListenerRegistry#remove
 * removed} while the context runs, with the values that the listener has kept.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface UndeliveredHandler {

	/**
	 * Handle the values that are left in a channel. An exception is logged, and does not
	 * affect other handlers or channels.
	 * @param channelName the name of the channel
	 * @param values the values: those that a listener had received but not handled, then
	 * those in the buffer in their order; never empty, not modifiable. The values of a
	 * dead-letter channel are {@link FailedValue}s
	 */
	void undelivered(String channelName, List<?> values);

}
