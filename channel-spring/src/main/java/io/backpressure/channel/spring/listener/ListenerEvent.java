package io.backpressure.channel.spring.listener;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.event.ChannelEvent;

/**
 * Base class of events about a channel listener. An event is published on a thread of
 * that channel listener. The thread continues when all event listeners have returned. An
 * exception thrown by an event listener is logged, and does not affect the channel
 * listener.
 *
 * @since 0.1.0
 */
public abstract class ListenerEvent extends ChannelEvent {

	private static final long serialVersionUID = 1L;

	/** Id of the channel listener. */
	private final String listenerId;

	ListenerEvent(BackpressureChannel<?> channel, String listenerId) {
		super(channel);
		this.listenerId = listenerId;
	}

	/**
	 * Return the id of the channel listener.
	 * @return the id of the channel listener
	 */
	public String getListenerId() {
		return this.listenerId;
	}

}
