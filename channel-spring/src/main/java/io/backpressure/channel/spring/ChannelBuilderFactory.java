package io.backpressure.channel.spring;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;

import org.springframework.core.ResolvableType;

/**
 * Factory for channels created in code and for their builders. A builder is preset with
 * the {@code backpressure.defaults} and with the bean {@code applicationTaskExecutor}, if
 * there is one, as the {@linkplain ChannelBuilder#executor executor} of asynchronous
 * calls. Then it is customized by every {@link ChannelBuilderCustomizer}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChannelBuilderFactory {

	/**
	 * Create the builder of a channel.
	 * @param <T> the type of the values
	 * @param name the name of the channel
	 * @return a new builder
	 */
	<T> ChannelBuilder<T> builder(String name);

	/**
	 * Build a channel. An implementation may add features that the builder does not have,
	 * such as context propagation or a transport.
	 * @param <T> the type of the values
	 * @param name the name of the channel
	 * @param elementType the type of the values, with its generics
	 * @param builder the builder of the channel
	 * @return a new channel
	 */
	default <T> BackpressureChannel<T> build(String name, ResolvableType elementType, ChannelBuilder<T> builder) {
		return builder.name(name).build();
	}

}
