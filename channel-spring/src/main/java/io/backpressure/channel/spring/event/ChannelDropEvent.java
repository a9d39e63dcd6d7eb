package io.backpressure.channel.spring.event;

import io.backpressure.channel.BackpressureChannel;

/**
 * Event published when a value was dropped or purged. A value is dropped if the channel
 * is full or the value is too old. Published on the thread that sends, resizes or purges.
 * If the value was too old, the event may also be published on a receiving thread or by
 * the executor of the channel.
 *
 * @since 0.1.0
 */
public final class ChannelDropEvent extends ChannelEvent {

	private static final long serialVersionUID = 1L;

	private final transient Object value;

	/**
	 * Create an event for a dropped value.
	 * @param channel the channel
	 * @param value the dropped value
	 */
	public ChannelDropEvent(BackpressureChannel<?> channel, Object value) {
		super(channel);
		this.value = value;
	}

	/**
	 * Return the dropped value.
	 * @return the value
	 */
	public Object getValue() {
		return this.value;
	}

}
