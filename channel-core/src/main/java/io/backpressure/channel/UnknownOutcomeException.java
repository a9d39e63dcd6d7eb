package io.backpressure.channel;

import org.jspecify.annotations.Nullable;

/**
 * The connection of a {@link SharedChannel} broke, or its transport did not answer in
 * time, after the call had been passed on: a value being sent may have been accepted or
 * not. The call is not repeated, since that could send the value twice; repeat it if its
 * receivers bear that.
 */
public final class UnknownOutcomeException extends ChannelException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception of a call whose answer did not come.
	 * @param channelName the name of the channel
	 * @param reason what was not answered, with the name of the transport
	 * @param cause what the transport threw, or {@code null}
	 */
	public UnknownOutcomeException(String channelName, String reason, @Nullable Throwable cause) {
		super(channelName, "Channel '" + channelName + "': " + reason, cause);
	}

}
