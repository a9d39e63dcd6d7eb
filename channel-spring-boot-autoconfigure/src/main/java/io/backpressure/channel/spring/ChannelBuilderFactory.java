package io.backpressure.channel.spring;

import io.backpressure.channel.ChannelBuilder;

/**
 * Makes the builders of channels that are created in code, set to the
 * {@code backpressure.defaults} and customized by every {@link ChannelBuilderCustomizer}.
 */
@FunctionalInterface
public interface ChannelBuilderFactory {

	/**
	 * Make the builder of a channel.
	 * @param <T> the type of the values
	 * @param name the name of the channel
	 * @return a new builder
	 */
	<T> ChannelBuilder<T> builder(String name);

}
