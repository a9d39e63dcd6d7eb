package io.backpressure.channel.spring.listener;

import org.jspecify.annotations.Nullable;

/**
 * A channel to which a listener sends is closed, so that the listener cannot go on.
 */
final class ClosedTargetException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The longest chain of causes that is followed. */
	private static final int MAX_CAUSES = 20;

	/**
	 * Create the exception of a channel.
	 * @param channelName the name of the channel
	 * @param use what the listener sends to it, such as "results"
	 * @param cause what the channel has thrown
	 */
	ClosedTargetException(String channelName, String use, @Nullable Throwable cause) {
		super("channel '" + channelName + "', to which it sends its " + use + ", is closed", cause);
	}

	/** Return the exception of this type among an exception and its causes, or null. */
	static @Nullable ClosedTargetException in(Throwable thrown) {
		Throwable cause = thrown;
		for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
			if (cause instanceof ClosedTargetException closed) {
				return closed;
			}
			cause = cause.getCause();
		}
		return null;
	}

}
