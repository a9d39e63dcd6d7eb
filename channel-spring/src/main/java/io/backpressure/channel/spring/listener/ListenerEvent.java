package io.backpressure.channel.spring.listener;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.event.ChannelEvent;

/**
 * Base class of events about a listener. Published on a thread of the listener, which
 * waits for the event listeners. An exception thrown by an event listener is logged and
 * does not reach the listener.
 *
 * @since 0.1.0
 */
public abstract class ListenerEvent extends ChannelEvent {

	private static final long serialVersionUID = 1L;

	/** Id of the listener. */
	private final String listenerId;

	ListenerEvent(BackpressureChannel<?> channel, String listenerId) {
		super(channel);
		this.listenerId = listenerId;
	}

	/**
	 * Return the id of the listener.
	 * @return the id of the listener
	 */
	public String getListenerId() {
		return this.listenerId;
	}

}
