package io.backpressure.channel.spring.event;

import io.backpressure.channel.BackpressureChannel;

import org.springframework.context.ApplicationEvent;

/**
 * Base class of events about a channel, which is the source of the event. Unless a
 * subclass specifies another thread, an event is published on the thread whose send
 * caused it, outside every lock. The sender waits for the listeners, which may use the
 * channel. An exception thrown by a listener is logged and does not reach the sender.
 *
 * @since 0.1.0
 */
public abstract class ChannelEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	/** Name of the channel. */
	private final String channelName;

	/**
	 * Create an event about a channel.
	 * @param channel the channel
	 */
	protected ChannelEvent(BackpressureChannel<?> channel) {
		super(channel);
		this.channelName = channel.name();
	}

	/**
	 * Return the name of the channel.
	 * @return the name of the channel
	 */
	public String getChannelName() {
		return this.channelName;
	}

	/**
	 * Describe the event without any value of the channel.
	 */
	@Override
	public String toString() {
		return getClass().getSimpleName() + "[" + this.channelName + "]";
	}

}
