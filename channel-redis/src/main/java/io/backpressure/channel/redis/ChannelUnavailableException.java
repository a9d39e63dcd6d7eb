package io.backpressure.channel.redis;

import io.backpressure.channel.ChannelException;
import io.backpressure.channel.SharedBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Redis could not be reached, or cannot serve at the moment: the call has had no effect
 * and may be repeated. A send or receive that may wait does so instead, within its
 * limits.
 */
public final class ChannelUnavailableException extends ChannelException implements SharedBuffer.NotReached {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception of a call that did not reach Redis.
	 * @param channelName the name of the channel
	 * @param reason why not
	 * @param cause what the driver threw, or {@code null}
	 */
	public ChannelUnavailableException(String channelName, String reason, @Nullable Throwable cause) {
		super(channelName, "Channel '" + channelName + "': Redis cannot be used, nothing was done: " + reason, cause);
	}

}
