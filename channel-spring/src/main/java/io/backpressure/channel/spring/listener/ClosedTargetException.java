package io.backpressure.channel.spring.listener;

import org.jspecify.annotations.Nullable;

/**
 * Exception thrown when a channel to which a listener sends is closed, so that the
 * listener cannot continue.
 */
final class ClosedTargetException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Longest chain of causes that is followed. */
	private static final int MAX_CAUSES = 20;

	/**
	 * Create an exception for a closed channel.
	 * @param channelName the name of the channel
	 * @param use the values that the listener sends to the channel, such as "results"
	 * @param cause the exception thrown by the channel, or {@code null}
	 */
	ClosedTargetException(String channelName, String use, @Nullable Throwable cause) {
		super("channel '" + channelName + "', to which the listener sends its " + use + ", is closed", cause);
	}

	/**
	 * Return the first exception of this type among an exception and its causes, or null.
	 */
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
