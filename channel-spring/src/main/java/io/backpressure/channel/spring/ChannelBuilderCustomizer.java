package io.backpressure.channel.spring;

import io.backpressure.channel.ChannelBuilder;

/**
 * Callback that customizes the builder of every channel that is declared in the
 * properties or created by {@link ChannelRegistry}. It is called after the properties
 * have been applied and before the channel is built. Several customizers are called in
 * their {@link org.springframework.core.annotation.Order order}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChannelBuilderCustomizer {

	/**
	 * Customize the settings of a channel that is about to be built.
	 * @param name the name of the channel; it cannot be changed
	 * @param builder the builder of the channel
	 */
	void customize(String name, ChannelBuilder<?> builder);

}
