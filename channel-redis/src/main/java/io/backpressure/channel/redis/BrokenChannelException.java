package io.backpressure.channel.redis;

import io.backpressure.channel.ChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Redis refuses what a channel does until an operator acts: the keys of the channel are
 * gone, the user has no permission, or other instances have other settings. Nothing was
 * done.
 */
public final class BrokenChannelException extends ChannelException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception of a call that was refused.
	 * @param channelName the name of the channel
	 * @param problem why it was refused
	 * @param remedy what can be done
	 * @param cause what Redis answered, or {@code null}
	 */
	public BrokenChannelException(String channelName, String problem, String remedy, @Nullable Throwable cause) {
		super(channelName, "Channel '" + channelName + "': " + problem + ". " + remedy, cause);
	}

}
