package io.backpressure.channel.spring;

import io.backpressure.channel.BackpressureChannel;

/**
 * A bean of this type is told of every channel of the application context, whether
 * declared in the properties, defined by a {@code @Bean} method or created by
 * {@link ChannelRegistry}, as soon as there is the channel and before anybody uses it.
 */
@FunctionalInterface
public interface ChannelAttachment {

	/**
	 * Attach to a channel. This is called while beans are being created: depend on as few
	 * of them as possible.
	 * @param channel a new channel of the context
	 */
	void attach(BackpressureChannel<?> channel);

}
