package io.backpressure.channel.redis.autoconfigure;

import java.util.stream.Stream;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.redis.ValueCodecFactory;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for an application with channel-redis on its class path but no channel on Redis.
 */
class UnusedRedisTests {

	private static final ApplicationContextRunner base = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, RedisTransportAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.port=1");

	private static final ApplicationContextRunner library = base
		.withPropertyValues("backpressure.channels.orders.type=java.lang.Runnable");

	private static final ApplicationContextRunner application = library
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, JacksonAutoConfiguration.class));

	static Stream<Named<ApplicationContextRunner>> applications() {
		return Stream.of(Named.of("plain", application),
				Named.of("two connection factories",
						application.withUserConfiguration(StandInBeans.TwoFactories.class)),
				Named.of("declared by its interface",
						application.withUserConfiguration(StandInBeans.DeclaredByInterface.class)),
				Named.of("reactive only",
						library.withBean(ReactiveRedisConnectionFactory.class,
								() -> mock(ReactiveRedisConnectionFactory.class))),
				Named.of("mocked",
						application.withBean(RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))),
				Named.of("Jedis", application.withPropertyValues("spring.data.redis.client-type=jedis")),
				Named.of("factory that cannot be created", library.withUserConfiguration(Failing.class)),
				Named.of("no connection factory",
						library.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))),
				Named.of("no JsonMapper",
						library.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))),
				Named.of("two JsonMappers", application.withUserConfiguration(StandInBeans.TwoMappers.class)),
				Named.of("two codec factories", application.withUserConfiguration(TwoCodecFactories.class)),
				Named.of("lazy",
						application.withInitializer((context) -> context
							.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))),
				Named.of("no Lettuce", library.withClassLoader(new FilteredClassLoader("io.lettuce"))),
				Named.of("no Spring Data",
						library.withClassLoader(new FilteredClassLoader("org.springframework.data", "io.lettuce"))),
				Named.of("no Jackson", library.withClassLoader(new FilteredClassLoader("tools.jackson"))));
	}

	@ParameterizedTest
	@MethodSource("applications")
	void unusedLibraryDoesNothing(ApplicationContextRunner application) {
		application.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("orders", BackpressureChannel.class)).isNotInstanceOf(SharedChannel.class);
		});
	}

	@Test
	void libraryDoesNothingInParentAndChild() {
		base.withUserConfiguration(StandInBeans.TwoFactories.class)
			.run((parent) -> application.withParent(parent).run((child) -> {
				assertThat(child).hasNotFailed();
				assertThat(child.getBean("orders")).isNotInstanceOf(SharedChannel.class);
			}));
	}

	@Test
	void disabledChannelsCreateNoTransport() {
		application
			.withPropertyValues("backpressure.enabled=false", "backpressure.redis.visibility-timeout=1ms",
					"backpressure.channels.orders.transport=redis")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("redisChannelTransport"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		@Lazy
		RedisConnectionFactory redis() {
			throw new IllegalStateException("must not be created");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoCodecFactories {

		@Bean
		ValueCodecFactory first() {
			return (channel, type) -> {
				throw new IllegalStateException("must not be created");
			};
		}

		@Bean
		ValueCodecFactory second() {
			return first();
		}

	}

}
