package io.backpressure.channel;

import org.jspecify.annotations.Nullable;

/**
 * The buffer of a {@link SharedChannel} could not be reached, or cannot serve at the
 * moment: the call has had no effect and may be repeated. A send or receive that may wait
 * does so instead, within its limits.
 */
public final class ChannelUnavailableException extends ChannelException implements SharedBuffer.NotReached {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception of a call that did not reach the buffer.
	 * @param channelName the name of the channel
	 * @param reason why not, with the name of the transport
	 * @param cause what the transport threw, or {@code null}
	 */
	public ChannelUnavailableException(String channelName, String reason, @Nullable Throwable cause) {
		super(channelName, "Channel '" + channelName + "': " + reason, cause);
	}

}
