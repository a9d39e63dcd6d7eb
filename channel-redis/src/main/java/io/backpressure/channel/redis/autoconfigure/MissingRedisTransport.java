package io.backpressure.channel.redis.autoconfigure;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.redis.RedisTransportException;
import io.backpressure.channel.spring.ChannelTransport;

import org.springframework.core.ResolvableType;

/**
 * Transport {@code redis} of an application that lacks the required libraries. It creates
 * no channel, but fails with the name of the missing library.
 */
final class MissingRedisTransport implements ChannelTransport {

	@Override
	public String name() {
		return "redis";
	}

	@Override
	public <T> BackpressureChannel<T> build(String name, ResolvableType elementType, ChannelBuilder<T> builder) {
		throw new RedisTransportException(
				"Channel '" + name
						+ "' has transport redis, but Spring Data Redis or Lettuce is not on the class path.",
				"Add org.springframework.boot:spring-boot-starter-data-redis without excluding io.lettuce:lettuce-core.",
				null);
	}

}
