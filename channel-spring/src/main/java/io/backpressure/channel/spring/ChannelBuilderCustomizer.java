package io.backpressure.channel.spring;

import io.backpressure.channel.ChannelBuilder;

/**
 * A bean of this type takes part in the making of every channel that is declared in the
 * properties or created by {@link ChannelRegistry}: it is given each builder after the
 * properties have been applied, and before the channel is built. Several are called in
 * their {@link org.springframework.core.annotation.Order order}.
 */
@FunctionalInterface
public interface ChannelBuilderCustomizer {

	/**
	 * Change the settings of a channel that is about to be built.
	 * @param name the name of the channel; it cannot be changed
	 * @param builder its builder
	 */
	void customize(String name, ChannelBuilder<?> builder);

}
