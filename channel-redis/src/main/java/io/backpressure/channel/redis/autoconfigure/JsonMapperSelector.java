package io.backpressure.channel.redis.autoconfigure;

import io.backpressure.channel.redis.RedisTransportException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Selection of the bean that writes the values of channels as JSON.
 */
record JsonMapperSelector(ObjectProvider<JsonMapper> mappers) {

	JsonMapper select(String channel) {
		JsonMapper mapper = this.mappers.getIfUnique();
		if (mapper != null) {
			return mapper;
		}
		if (this.mappers.stream().findAny().isPresent()) {
			throw new RedisTransportException(
					"Channel '" + channel + "' has transport redis, but there are several JsonMapper beans.",
					"Mark one of them as @Primary, or define a ValueCodecFactory bean.", null);
		}
		throw new RedisTransportException(
				"Channel '" + channel + "' has transport redis, but there is no JsonMapper bean to write its values.",
				"Define a JsonMapper or a ValueCodecFactory bean, or do not exclude the auto-configuration of Jackson"
						+ " (JacksonAutoConfiguration).",
				null);
	}

}
