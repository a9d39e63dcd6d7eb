package io.backpressure.channel.spring;

import io.backpressure.channel.BackpressureChannel;

/**
 * Callback for the channels of an application context. Each bean of this type is attached
 * once to every channel of its context, whether the channel is declared in the
 * properties, defined as a bean, or created by or added to {@link ChannelRegistry}. The
 * bean is detached from a channel when the channel or the context is closed, whichever
 * comes first. It is not attached to channels of parent or child contexts, nor to mocks.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChannelAttachment {

	/**
	 * Attach to a channel as soon as its instance exists, normally before the channel is
	 * used. May be called while beans are being created: depend on as few beans as
	 * possible. If this method throws, the creation of the channel fails and the channel
	 * is closed. {@link ChannelRegistry#add Adding} a channel then fails as well, but
	 * leaves the channel open.
	 * @param channel a new channel of the context
	 */
	void attach(BackpressureChannel<?> channel);

	/**
	 * Detach from a channel: release what this attachment holds for it, and remove what
	 * the channel would otherwise retain of the context. Runs on the thread that closes
	 * the channel or the context, or on the thread on which {@link #attach} threw. May be
	 * called more than once, and for a channel to which attaching failed. By default does
	 * nothing.
	 * @param channel the closed channel, or one whose context closes
	 */
	default void detach(BackpressureChannel<?> channel) {
	}

}
