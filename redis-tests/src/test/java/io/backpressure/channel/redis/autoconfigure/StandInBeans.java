package io.backpressure.channel.redis.autoconfigure;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Beans of an application that replace those of Boot. The connection factories connect to
 * the server on the port {@code stand-in.port}. Without this property, they reach no
 * server.
 */
final class StandInBeans {

	private StandInBeans() {
	}

	private static LettuceConnectionFactory connections(int port) {
		return new LettuceConnectionFactory("127.0.0.1", port);
	}

	@Configuration(proxyBeanMethods = false)
	static class DeclaredByInterface {

		@Bean
		RedisConnectionFactory redis(@Value("${stand-in.port:1}") int port) {
			return connections(port);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoFactories {

		@Bean
		RedisConnectionFactory a(@Value("${stand-in.port:1}") int port) {
			return connections(port);
		}

		@Bean
		LettuceConnectionFactory b(@Value("${stand-in.port:1}") int port) {
			return connections(port);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoMappers {

		@Bean
		JsonMapper web() {
			return new JsonMapper();
		}

		@Bean
		JsonMapper storage() {
			return new JsonMapper();
		}

	}

}
