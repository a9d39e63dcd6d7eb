package io.backpressure.channel.redis.autoconfigure;

import io.backpressure.channel.redis.RedisTransportException;
import io.backpressure.channel.redis.ValueCodecFactory;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Selection of the bean that creates the codecs of channels.
 */
record CodecFactorySelector(ObjectProvider<ValueCodecFactory> factories) {

	ValueCodecFactory select(String channel) {
		ValueCodecFactory factory = this.factories.getIfUnique();
		if (factory != null) {
			return factory;
		}
		if (this.factories.stream().findAny().isPresent()) {
			throw new RedisTransportException(
					"Channel '" + channel + "' has transport redis, but there are several ValueCodecFactory beans.",
					"Mark one of them as @Primary.", null);
		}
		throw new RedisTransportException(
				"Channel '" + channel + "' has transport redis, but Jackson 3 is not on the class path.",
				"Add org.springframework.boot:spring-boot-starter-jackson, or define a ValueCodecFactory bean.", null);
	}

}
