package io.backpressure.channel.spring.listener;

import java.util.List;

/**
 * A bean of this type is given the values that the listeners of a channel could not
 * handle before the application context closes, such as to write them to a file. It is
 * called on the thread that closes the context, while all beans still exist, and should
 * take no longer than the container of the application waits for it to end.
 */
@FunctionalInterface
public interface UndeliveredHandler {

	/**
	 * Take values that nobody will handle: those whose call was interrupted first, then
	 * those in the buffer, in their order. What this throws is logged.
	 * @param channelName the name of the channel
	 * @param values the values; never empty
	 */
	void undelivered(String channelName, List<?> values);

}
