package io.backpressure.channel.spring.event;

import io.backpressure.channel.BackpressureChannel;

/**
 * Event published when a send finds its channel full and is about to wait for room.
 *
 * @since 0.1.0
 */
public final class ChannelBlockEvent extends ChannelEvent {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an event for a send that has to wait.
	 * @param channel the channel
	 */
	public ChannelBlockEvent(BackpressureChannel<?> channel) {
		super(channel);
	}

}
