package io.backpressure.channel.spring;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;

import org.springframework.core.ResolvableType;

/**
 * Factory for channels that are not in the memory of this JVM. A bean of this type builds
 * the channels whose {@code transport} property is its {@link #name() name}.
 *
 * @since 0.1.0
 */
public interface ChannelTransport {

	/**
	 * Return the name of the transport.
	 * @return the name, as written in the properties
	 */
	String name();

	/**
	 * Build a channel. Properties, customizers and code have already been applied to the
	 * builder, which is not used again.
	 * @param <T> the type of the values
	 * @param name the name of the channel
	 * @param elementType the type of the values, with its generics; {@code Object} if
	 * none was declared
	 * @param builder the builder, which already has the name
	 * @return a new channel
	 */
	<T> BackpressureChannel<T> build(String name, ResolvableType elementType, ChannelBuilder<T> builder);

}
