package io.backpressure.channel.redis;

import io.backpressure.channel.ChannelException;
import org.jspecify.annotations.Nullable;

/**
 * The connection to Redis broke, or Redis did not answer in time, after the call had been
 * written to it: a value being sent may have been accepted or not. The call is not
 * repeated, since that could send the value twice; repeat it if its receivers bear that.
 */
public final class UnknownOutcomeException extends ChannelException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception of a call whose answer did not come.
	 * @param channelName the name of the channel
	 * @param operation what was being done, such as {@code "send"}
	 * @param cause what the driver threw, or {@code null}
	 */
	public UnknownOutcomeException(String channelName, String operation, @Nullable Throwable cause) {
		super(channelName,
				"Channel '" + channelName + "': Redis has not answered a " + operation
						+ ", which may have been done or not" + ((cause != null) ? ": " + cause.getMessage() : ""),
				cause);
	}

}
