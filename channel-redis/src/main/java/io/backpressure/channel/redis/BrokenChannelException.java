package io.backpressure.channel.redis;

import io.backpressure.channel.ChannelException;

/**
 * Redis refuses what a channel does, and will go on to until somebody acts: the keys of
 * the channel are gone, or the user has no permission. Nothing was done.
 */
public final class BrokenChannelException extends ChannelException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception of a call that Redis refused.
	 * @param channelName the name of the channel
	 * @param remedy what can be done
	 * @param cause what Redis answered
	 */
	public BrokenChannelException(String channelName, String remedy, Throwable cause) {
		super(channelName, "Channel '" + channelName + "': " + cause.getMessage() + ". " + remedy, cause);
	}

}
