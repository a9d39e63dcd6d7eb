package io.backpressure.channel.spring;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;

import org.springframework.core.ResolvableType;

/**
 * Makes channels that are created in code, and their builders, set to the
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

	/**
	 * Build a channel, with what goes beyond the builder, such as the propagation of
	 * context, or a transport.
	 * @param <T> the type of the values
	 * @param name the name of the channel
	 * @param elementType the same type, with its generics
	 * @param builder its builder
	 * @return a new channel
	 */
	default <T> BackpressureChannel<T> build(String name, ResolvableType elementType, ChannelBuilder<T> builder) {
		return builder.name(name).build();
	}

}
