package io.backpressure.channel;

import org.jspecify.annotations.Nullable;

/**
 * Exception thrown when the buffer of a {@link SharedChannel} cannot be reached or cannot
 * serve the call at the moment. The call had no effect and may be repeated. A send or
 * receive that may wait does so, within its limits, instead of throwing this exception.
 *
 * @since 0.1.0
 */
public final class ChannelUnavailableException extends ChannelException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception of a call that had no effect.
	 * @param channelName the name of the channel
	 * @param reason the reason, with the name of the transport
	 * @param cause the exception of the transport, or {@code null}
	 */
	public ChannelUnavailableException(String channelName, String reason, @Nullable Throwable cause) {
		super(channelName, "Channel '" + channelName + "': " + reason, cause);
	}

}
