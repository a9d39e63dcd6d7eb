package io.backpressure.channel;

import org.jspecify.annotations.Nullable;

/**
 * Exception thrown by a send to a closed channel, or by a receive from a channel that is
 * closed and drained. Its cause is the one with which the channel was
 * {@linkplain BackpressureChannel#close(Throwable) closed}, if any.
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
		this(channelName, null);
	}

	/**
	 * Create the exception of a channel that was closed with a cause.
	 * @param channelName the name of the channel
	 * @param cause the cause given to {@link BackpressureChannel#close(Throwable)}, or
	 * {@code null}
	 */
	public ChannelClosedException(String channelName, @Nullable Throwable cause) {
		super(channelName, "Channel '" + channelName + "' is closed", cause);
	}

}
