package io.backpressure.channel;

import java.time.Duration;
import java.util.Objects;

/**
 * Exception thrown by a send or receive that timed out. A call that is not allowed to
 * wait times out at once. {@link #limit()} returns the limit that was reached.
 *
 * @since 0.1.0
 */
public final class ChannelTimeoutException extends ChannelException {

	private static final long serialVersionUID = 1L;

	/** Limit that ended the wait. */
	private final Limit limit;

	/** Time that the limit allowed the call to wait. */
	private final Duration timeout;

	/**
	 * Create the exception of a call that timed out.
	 * @param channelName the name of the channel
	 * @param operation the operation, {@code "send"} or {@code "receive"}
	 * @param limit the limit that was reached
	 * @param timeout the time that the limit allowed the call to wait
	 */
	public ChannelTimeoutException(String channelName, String operation, Limit limit, Duration timeout) {
		super(channelName, "Channel '" + channelName + "': " + operation + " timed out after " + timeout + " ("
				+ limit.describe(operation) + ")", null);
		this.limit = limit;
		this.timeout = Objects.requireNonNull(timeout, "timeout must not be null");
	}

	/**
	 * Return the limit that ended the wait.
	 * @return the limit
	 */
	public Limit limit() {
		return this.limit;
	}

	/**
	 * Return the time that the limit allowed the call to wait, counted from the beginning
	 * of its wait. It is zero if the call was not allowed to wait.
	 * @return the timeout
	 */
	public Duration timeout() {
		return this.timeout;
	}

	/**
	 * Limit on the wait of a call.
	 */
	public enum Limit {

		/**
		 * The timeout given to the call.
		 */
		CALL,

		/**
		 * The deadline of the {@link CancellationToken} given to the call.
		 */
		TOKEN,

		/**
		 * The {@code sendTimeout} or {@code receiveTimeout} of the channel.
		 */
		CHANNEL;

		private String describe(String operation) {
			return switch (this) {
				case CALL -> "the timeout of the call";
				case TOKEN -> "the deadline of the call's cancellation token";
				case CHANNEL -> "the channel's " + operation + "Timeout";
			};
		}

	}

}
