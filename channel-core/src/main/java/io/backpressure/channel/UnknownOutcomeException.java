package io.backpressure.channel;

import org.jspecify.annotations.Nullable;

/**
 * Exception thrown when the connection of a {@link SharedChannel} broke or its transport
 * did not reply in time, after the request had been issued. A value being sent may or may
 * not have been accepted; a value being received may be lost. The channel does not repeat
 * the call, since that could send the value twice; the caller may repeat it if the
 * receivers tolerate duplicates.
 *
 * @since 0.1.0
 */
public final class UnknownOutcomeException extends ChannelException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception of a call that got no reply.
	 * @param channelName the name of the channel
	 * @param reason the reason, with the name of the transport
	 * @param cause the exception of the transport, or {@code null}
	 */
	public UnknownOutcomeException(String channelName, String reason, @Nullable Throwable cause) {
		super(channelName, "Channel '" + channelName + "': " + reason, cause);
	}

}
