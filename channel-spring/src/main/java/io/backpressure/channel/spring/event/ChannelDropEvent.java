package io.backpressure.channel.spring.event;

import io.backpressure.channel.BackpressureChannel;

/**
 * A value was dropped by a full channel.
 */
public final class ChannelDropEvent extends ChannelEvent {

	private static final long serialVersionUID = 1L;

	private final transient Object value;

	/**
	 * Create the event of a value that was dropped.
	 * @param channel the channel
	 * @param value the value that was dropped
	 */
	public ChannelDropEvent(BackpressureChannel<?> channel, Object value) {
		super(channel);
		this.value = value;
	}

	/**
	 * Return the value that was dropped.
	 * @return the value
	 */
	public Object getValue() {
		return this.value;
	}

}
