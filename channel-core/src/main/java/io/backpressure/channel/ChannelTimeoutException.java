package io.backpressure.channel;

import java.time.Duration;
import java.util.Objects;

/**
 * A send or receive whose time ran out while it waited. {@link #limit()} says which limit
 * it was.
 */
public final class ChannelTimeoutException extends ChannelException {

	private static final long serialVersionUID = 1L;

	/** Limit that ended the wait. */
	private final Limit limit;

	/** Time that the limit left the call. */
	private final Duration timeout;

	/**
	 * Create the exception of a call whose time ran out.
	 * @param channelName the name of the channel
	 * @param operation what was being done, {@code "send"} or {@code "receive"}
	 * @param limit the limit that was reached
	 * @param timeout the time that the limit left the call
	 */
	public ChannelTimeoutException(String channelName, String operation, Limit limit, Duration timeout) {
		super(channelName, "Channel '" + channelName + "': " + operation + " timed out after " + timeout + " ("
				+ limit.describe(operation) + ")", null);
		this.limit = limit;
		this.timeout = Objects.requireNonNull(timeout, "timeout must not be null");
	}

	/**
	 * Return which of the limits on the wait was the earliest, and so ended it.
	 * @return the limit
	 */
	public Limit limit() {
		return this.limit;
	}

	/**
	 * Return the time that the limit left the call when it began to wait; zero if it was
	 * not allowed to wait.
	 * @return the timeout
	 */
	public Duration timeout() {
		return this.timeout;
	}

	/**
	 * The limits on a wait.
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
