package io.backpressure.channel;

/**
 * A send or receive whose {@link CancellationToken} was cancelled, before it began or
 * while it waited. {@link #getCause()} is what the token was cancelled with.
 */
public final class ChannelCancelledException extends ChannelException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception of a cancelled call.
	 * @param channelName the name of the channel
	 * @param operation what was being done, {@code "send"} or {@code "receive"}
	 * @param cause what the token was cancelled with
	 */
	public ChannelCancelledException(String channelName, String operation, Throwable cause) {
		super(channelName, "Channel '" + channelName + "': " + operation + " was cancelled", cause);
	}

}
