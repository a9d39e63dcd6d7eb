package io.backpressure.channel;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Superclass of the exceptions of a channel. A call that throws such an exception has
 * neither sent nor received a value, apart from those that {@code forEach} has already
 * passed to its action. On a {@link SharedChannel} the outcome is unknown after an
 * {@link UnknownOutcomeException}, and a receive removes a value that cannot be decoded.
 *
 * @since 0.1.0
 */
public abstract class ChannelException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Name of the channel that was called. */
	private final String channelName;

	/**
	 * Create the exception of a channel.
	 * @param channelName the name of the channel
	 * @param message the detail message
	 * @param cause the cause, or {@code null}
	 */
	protected ChannelException(String channelName, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.channelName = Objects.requireNonNull(channelName, "channelName must not be null");
	}

	/**
	 * Return the name of the channel that was called.
	 * @return the name of the channel; the names of all its channels if a
	 * {@link ChannelSelect} found all of them closed, timed out or was cancelled
	 */
	public String channelName() {
		return this.channelName;
	}

}
