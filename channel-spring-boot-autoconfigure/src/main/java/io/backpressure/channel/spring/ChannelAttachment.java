package io.backpressure.channel.spring;

import io.backpressure.channel.BackpressureChannel;

/**
 * Callback for the channels of an application context. Each bean of this type receives
 * every channel of its context once, whether it is declared in the properties, defined as
 * a bean, or created by {@link ChannelRegistry}. It does not receive channels of parent
 * or child contexts, nor mocks.
 */
@FunctionalInterface
public interface ChannelAttachment {

	/**
	 * Attaches to a channel as soon as there is an instance, normally before it is used.
	 * Called while beans are being created: depend on as few of them as possible. If this
	 * method throws, the channel is closed, and its creation fails.
	 * @param channel a new channel of the context
	 */
	void attach(BackpressureChannel<?> channel);

}
