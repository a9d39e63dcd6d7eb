package io.backpressure.channel.redis;

import org.springframework.core.ResolvableType;

/**
 * Makes the codecs of channels on Redis. A bean of this type replaces the one for JSON.
 */
@FunctionalInterface
public interface ValueCodecFactory {

	/**
	 * Make the codec of a channel.
	 * @param channel the name of the channel
	 * @param type the type that the channel was declared with
	 * @return a codec for values of that type
	 * @throws IllegalArgumentException if there is none; the application does not start
	 */
	ValueCodec<?> codec(String channel, ResolvableType type);

}
