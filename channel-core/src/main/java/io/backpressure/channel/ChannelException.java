package io.backpressure.channel;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A send or receive that did not happen: the channel did not take or hand out a value in
 * the call that threw this. Of a {@link SharedChannel} an {@link UnknownOutcomeException}
 * says that this is not known.
 */
public abstract class ChannelException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Name of the channel that was called. */
	private final String channelName;

	/**
	 * Create the exception of a channel.
	 * @param channelName the name of the channel
	 * @param message what happened
	 * @param cause why, or {@code null}
	 */
	protected ChannelException(String channelName, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.channelName = Objects.requireNonNull(channelName, "channelName must not be null");
	}

	/**
	 * Return the name of the channel that was called.
	 * @return the name of the channel
	 */
	public String channelName() {
		return this.channelName;
	}

}
