package io.backpressure.channel;

/**
 * Exception thrown by a send to a closed channel, or by a receive from a channel that is
 * closed and drained.
 *
 * @since 0.1.0
 */
public final class ChannelClosedException extends ChannelException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception of a closed channel.
	 * @param channelName the name of the channel
	 */
	public ChannelClosedException(String channelName) {
		super(channelName, "Channel '" + channelName + "' is closed", null);
	}

}
