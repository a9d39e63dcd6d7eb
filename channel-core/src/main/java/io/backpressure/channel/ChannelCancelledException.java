package io.backpressure.channel;

/**
 * Exception thrown by a send or receive whose {@link CancellationToken} was cancelled,
 * before the call or while it waited. {@link #getCause()} returns the cause of the
 * cancellation.
 *
 * @since 0.1.0
 */
public final class ChannelCancelledException extends ChannelException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the exception of a cancelled call.
	 * @param channelName the name of the channel
	 * @param operation the operation, {@code "send"} or {@code "receive"}
	 * @param cause the cause of the cancellation
	 */
	public ChannelCancelledException(String channelName, String operation, Throwable cause) {
		super(channelName, "Channel '" + channelName + "': " + operation + " was cancelled", cause);
	}

}
