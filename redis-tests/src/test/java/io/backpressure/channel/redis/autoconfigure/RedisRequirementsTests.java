package io.backpressure.channel.redis.autoconfigure;

import java.util.UUID;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.redis.TestServer;
import io.backpressure.channel.redis.ValueCodecFactory;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for the requirements of a channel on Redis. Either the channel works, or the
 * startup fails with a message that names the missing requirement.
 */
class RedisRequirementsTests {

	private static final int PORT = TestServer.shared().port();

	private static final ApplicationContextRunner base = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, RedisTransportAutoConfiguration.class))
		.withPropertyValues("backpressure.channels.orders.transport=redis",
				"backpressure.redis.key-prefix=test-" + UUID.randomUUID(), "spring.data.redis.port=1",
				"stand-in.port=" + PORT);

	private static final ApplicationContextRunner library = base
		.withPropertyValues("backpressure.channels.orders.type=java.lang.String");

	private static final ApplicationContextRunner json = library
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class));

	private static final ApplicationContextRunner application = json
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class));

	static Stream<Arguments> sufficient() {
		return Stream.of(Arguments.of("declared by its interface", application, StandInBeans.DeclaredByInterface.class),
				Arguments.of("reactive only", json, Reactive.class),
				Arguments.of("primary of two", application, PrimaryOfTwo.class),
				Arguments.of("only one usable by channels", application, LettuceBesideAnother.class),
				Arguments.of("codec of the application", library, OwnCodec.class));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("sufficient")
	void channelUsesSuitableFactory(String name, ApplicationContextRunner runner, Class<?> beans) {
		runner.withUserConfiguration(beans).run(RedisRequirementsTests::assertWorks);
	}

	@Test
	void childUsesTheFactoryOfItsParent() {
		new ApplicationContextRunner().withPropertyValues("stand-in.port=" + PORT)
			.withUserConfiguration(StandInBeans.DeclaredByInterface.class)
			.run((parent) -> json.withParent(parent).run(RedisRequirementsTests::assertWorks));
	}

	static Stream<Arguments> insufficient() {
		return Stream.of(
				Arguments.of(application.withUserConfiguration(StandInBeans.TwoFactories.class),
						"several connection factories: a, b", "@Primary"),
				Arguments.of(application.withUserConfiguration(BesideThatOfBoot.class),
						"several connection factories: reactive, redisConnectionFactory", "@Primary"),
				Arguments.of(application.withPropertyValues("spring.data.redis.client-type=jedis"),
						"bean 'redisConnectionFactory' is a org.springframework.data.redis.connection.jedis",
						"spring.data.redis.client-type"),
				Arguments.of(
						json.withBean("redis", RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class)),
						"needs a connection factory of Lettuce, but bean 'redis' is a", "LettuceConnectionFactory"),
				Arguments.of(json, "there is no RedisConnectionFactory bean", "DataRedisAutoConfiguration"),
				Arguments.of(library.withUserConfiguration(StandInBeans.DeclaredByInterface.class),
						"there is no JsonMapper bean", "JacksonAutoConfiguration"),
				Arguments.of(application.withUserConfiguration(StandInBeans.TwoMappers.class),
						"several JsonMapper beans", "ValueCodecFactory"),
				Arguments.of(application.withUserConfiguration(OwnCodec.class, OtherCodec.class),
						"several ValueCodecFactory beans", "@Primary"),
				Arguments.of(library.withClassLoader(new FilteredClassLoader("io.lettuce")),
						"Lettuce is not on the class path", "spring-boot-starter-data-redis"),
				Arguments.of(
						library.withUserConfiguration(StandInBeans.DeclaredByInterface.class)
							.withClassLoader(new FilteredClassLoader("tools.jackson")),
						"Jackson 3 is not on the class path", "spring-boot-starter-jackson"),
				Arguments.of(base.withUserConfiguration(StandInBeans.DeclaredByInterface.class, OwnMapper.class),
						"cannot hold values of java.lang.Object", "backpressure.channels.orders.type"),
				Arguments.of(application.withPropertyValues("backpressure.channels.orders.type=java.lang.Runnable"),
						"java.lang.Runnable is abstract", "backpressure.channels.orders.type"));
	}

	@ParameterizedTest(name = "{1}")
	@MethodSource("insufficient")
	void startupFailureNamesMissingRequirement(ApplicationContextRunner runner, String problem, String remedy) {
		runner.run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new RedisTransportFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("Channel 'orders'").contains(problem);
			assertThat(analysis.getAction()).contains(remedy);
		});
	}

	@SuppressWarnings("unchecked") // the type declared for the channel
	private static void assertWorks(AssertableApplicationContext context) throws InterruptedException {
		assertThat(context).hasNotFailed();
		BackpressureChannel<String> orders = context.getBean("orders", BackpressureChannel.class);
		assertThat(orders).isInstanceOf(SharedChannel.class);
		orders.send("a");
		assertThat(orders.receive()).isEqualTo("a");
	}

	private static LettuceConnectionFactory connections() {
		return new LettuceConnectionFactory("127.0.0.1", PORT);
	}

	@Configuration(proxyBeanMethods = false)
	static class Reactive {

		@Bean
		ReactiveRedisConnectionFactory reactive() {
			return connections();
		}

	}

	/**
	 * Second connection factory. Boot still creates a factory, since this bean is
	 * declared as reactive.
	 */
	@Configuration(proxyBeanMethods = false)
	static class BesideThatOfBoot {

		@Bean
		ReactiveRedisConnectionFactory reactive() {
			return connections();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryOfTwo {

		@Bean
		LettuceConnectionFactory cache() {
			return new LettuceConnectionFactory("localhost", 1);
		}

		@Bean
		@Primary
		RedisConnectionFactory channels() {
			return connections();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LettuceBesideAnother {

		@Bean
		RedisConnectionFactory another() {
			return mock(RedisConnectionFactory.class);
		}

		@Bean
		RedisConnectionFactory channels() {
			return connections();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMapper {

		@Bean
		JsonMapper mapper() {
			return new JsonMapper();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCodec extends StandInBeans.DeclaredByInterface {

		@Bean
		ValueCodecFactory textCodec() {
			return (channel, type) -> new TextCodec();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherCodec {

		@Bean
		ValueCodecFactory otherCodec() {
			return (channel, type) -> new TextCodec();
		}

	}

}
