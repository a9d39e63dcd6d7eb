package io.backpressure.channel.spring;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;

import org.springframework.core.ResolvableType;

/**
 * A bean of this type makes the channels that are not in the memory of this JVM: those
 * whose {@code transport}, in the properties, is its {@link #name() name}.
 */
public interface ChannelTransport {

	/**
	 * Return the name of the transport.
	 * @return the name, as it is written in the properties
	 */
	String name();

	/**
	 * Build a channel. The builder has been set to what the properties, the customizers
	 * and the code say, and is not used again.
	 * @param <T> the type of the values
	 * @param name the name of the channel
	 * @param elementType the type of the values, with its generics; {@code Object} if
	 * none was declared
	 * @param builder its builder, to which the name has been given
	 * @return a new channel
	 */
	<T> BackpressureChannel<T> build(String name, ResolvableType elementType, ChannelBuilder<T> builder);

}
