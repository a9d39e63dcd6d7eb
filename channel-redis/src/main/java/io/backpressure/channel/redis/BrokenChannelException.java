package io.backpressure.channel.redis;

import io.backpressure.channel.ChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Exception thrown when an operation is rejected for a reason that an operator usually
 * has to remove: the keys of the channel are gone, the user lacks a permission, other
 * instances have other settings, or Redis returns an unexpected error. An operation that
 * is rejected for missing keys or other settings had no effect.
 *
 * @since 0.1.0
 */
public final class BrokenChannelException extends ChannelException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception for a rejected call.
	 * @param channelName the name of the channel
	 * @param problem the reason for the rejection
	 * @param remedy the action to take
	 * @param cause the error that Redis returned, or {@code null} if Redis returned none
	 */
	public BrokenChannelException(String channelName, String problem, String remedy, @Nullable Throwable cause) {
		super(channelName, "Channel '" + channelName + "': " + problem + ". " + remedy, cause);
	}

}
