package io.backpressure.channel.redis;

import org.springframework.core.ResolvableType;

/**
 * Factory for the codecs of channels on Redis. A bean of this type replaces the default
 * one, which uses JSON.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ValueCodecFactory {

	/**
	 * Create the codec of a channel.
	 * @param channel the name of the channel
	 * @param type the declared type of the channel
	 * @return a codec for values of that type
	 * @throws IllegalArgumentException if there is no codec for the type; the channel is
	 * then not created
	 */
	ValueCodec<?> codec(String channel, ResolvableType type);

}
