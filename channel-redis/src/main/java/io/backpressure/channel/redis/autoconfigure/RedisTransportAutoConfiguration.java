package io.backpressure.channel.redis.autoconfigure;

import io.backpressure.channel.redis.JsonCodecFactory;
import io.backpressure.channel.redis.RedisTransport;
import io.backpressure.channel.redis.ValueCodecFactory;
import io.backpressure.channel.spring.ChannelTransport;
import io.backpressure.channel.spring.autoconfigure.ConditionalOnFlag;
import io.lettuce.core.RedisClient;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Auto-configuration of channels on Redis, on the server of the application's connection
 * factory. Unless a channel has this transport, no bean of the application is looked up
 * and no connection is opened, so neither Redis nor a connection factory is needed.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnFlag(value = "backpressure.enabled", matchIfMissing = true)
public final class RedisTransportAutoConfiguration {

	private static final String TRANSPORT = "redisChannelTransport";

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	RedisTransportProperties redisChannelTransportProperties(Environment environment) {
		return RedisTransportProperties.of(environment);
	}

	@Bean
	@ConditionalOnMissingBean(name = TRANSPORT, type = "io.backpressure.channel.redis.RedisTransport",
			search = SearchStrategy.CURRENT)
	ChannelTransport missingRedisChannelTransport() {
		return new MissingRedisTransport();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ LettuceConnectionFactory.class, RedisClient.class })
	static class LettuceConfiguration {

		@Bean(TRANSPORT)
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		RedisTransport redisChannelTransport(ListableBeanFactory beans, ObjectProvider<ValueCodecFactory> codecs,
				RedisTransportProperties properties, Environment environment) {
			String application = environment.getProperty("spring.application.name", "");
			return new RedisTransport(new ConnectionFactorySelector(beans, TRANSPORT)::select,
					(channel, type) -> new CodecFactorySelector(codecs).select(channel).codec(channel, type),
					(channel) -> properties.settings(channel, application));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	static class JsonConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ValueCodecFactory channelValueCodecFactory(ObjectProvider<JsonMapper> mappers) {
			JsonMapperSelector mapper = new JsonMapperSelector(mappers);
			return (channel, type) -> new JsonCodecFactory(mapper.select(channel)).codec(channel, type);
		}

	}

}
