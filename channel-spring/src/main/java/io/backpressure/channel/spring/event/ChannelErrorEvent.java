package io.backpressure.channel.spring.event;

import io.backpressure.channel.BackpressureChannel;

/**
 * A send failed, since its channel was full or closed, it timed out or was cancelled; or
 * a callback of the channel threw.
 */
public final class ChannelErrorEvent extends ChannelEvent {

	private static final long serialVersionUID = 1L;

	/** Exception of the send or of the callback. */
	private final Throwable error;

	/**
	 * Create the event of a send that failed.
	 * @param channel the channel
	 * @param error why it failed
	 */
	public ChannelErrorEvent(BackpressureChannel<?> channel, Throwable error) {
		super(channel);
		this.error = error;
	}

	/**
	 * Return why the send failed, or what the callback threw.
	 * @return the error
	 */
	public Throwable getError() {
		return this.error;
	}

}
