package io.backpressure.channel.spring.event;

import io.backpressure.channel.BackpressureChannel;

/**
 * A send found its channel full and is about to wait for room.
 */
public final class ChannelBlockEvent extends ChannelEvent {

	private static final long serialVersionUID = 1L;

	/**
	 * Create the event of a send that has to wait.
	 * @param channel the channel
	 */
	public ChannelBlockEvent(BackpressureChannel<?> channel) {
		super(channel);
	}

}
