package io.backpressure.channel.redis.autoconfigure;

import io.backpressure.channel.redis.JsonCodecFactory;
import io.backpressure.channel.redis.RedisTransport;
import io.backpressure.channel.redis.ValueCodecFactory;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Auto-configuration of channels on Redis: on the server that the application's own
 * connection factory is for. Nothing is connected unless a channel asks for it.
 */
@AutoConfiguration(before = ChannelAutoConfiguration.class,
		afterName = { "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
				"org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration" })
@ConditionalOnClass(LettuceConnectionFactory.class)
@ConditionalOnBean(LettuceConnectionFactory.class)
@EnableConfigurationProperties(RedisTransportProperties.class)
public final class RedisTransportAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ValueCodecFactory channelValueCodecFactory(JsonMapper mapper) {
		return new JsonCodecFactory(mapper);
	}

	@Bean
	RedisTransport redisChannelTransport(LettuceConnectionFactory connectionFactory, ValueCodecFactory codecs,
			RedisTransportProperties properties) {
		return new RedisTransport(connectionFactory, codecs, properties::settings);
	}

}
