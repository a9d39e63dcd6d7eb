package io.backpressure.channel.redis;

import io.backpressure.channel.ChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Exception thrown when Redis rejects an operation until an operator acts: the keys of
 * the channel are gone, the user lacks a permission, or other instances have other
 * settings. The operation had no effect.
 *
 * @since 0.1.0
 */
public final class BrokenChannelException extends ChannelException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception of a rejected call.
	 * @param channelName the name of the channel
	 * @param problem the reason for the rejection
	 * @param remedy the action to take
	 * @param cause the error returned by Redis, or {@code null} if there was none
	 */
	public BrokenChannelException(String channelName, String problem, String remedy, @Nullable Throwable cause) {
		super(channelName, "Channel '" + channelName + "': " + problem + ". " + remedy, cause);
	}

}
