package io.backpressure.channel.spring.event;

import io.backpressure.channel.BackpressureChannel;

/**
 * Event published when a send fails, for example because its channel is full or closed,
 * and when a callback of the channel throws. Published on the thread of the send or the
 * callback, or by the executor of the channel if an asynchronous send had to wait.
 *
 * @since 0.1.0
 */
public final class ChannelErrorEvent extends ChannelEvent {

	private static final long serialVersionUID = 1L;

	/** Exception of the send or of the callback. */
	private final Throwable error;

	/**
	 * Create an event for a failed send or callback.
	 * @param channel the channel
	 * @param error the exception
	 */
	public ChannelErrorEvent(BackpressureChannel<?> channel, Throwable error) {
		super(channel);
		this.error = error;
	}

	/**
	 * Return the exception of the failed send, or the one that the callback threw.
	 * @return the exception
	 */
	public Throwable getError() {
		return this.error;
	}

}
