package io.backpressure.channel.redis.autoconfigure;

import java.util.Map;
import java.util.UUID;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.redis.RedisTransport;
import io.backpressure.channel.redis.RedisTransportException;
import io.backpressure.channel.redis.TestServer;
import io.backpressure.channel.redis.ValueCodecFactory;
import io.backpressure.channel.spring.ChannelTransport;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for a channel on Redis as an application declares it.
 */
class RedisTransportAutoConfigurationTests {

	private final String prefix = "test-" + UUID.randomUUID();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, RedisTransportAutoConfiguration.class,
				DataRedisAutoConfiguration.class, JacksonAutoConfiguration.class))
		.withPropertyValues("backpressure.redis.key-prefix=" + this.prefix,
				"spring.data.redis.port=" + TestServer.shared().port());

	private final ApplicationContextRunner orders = this.runner.withPropertyValues(
			"backpressure.channels.orders.transport=redis", "backpressure.channels.orders.type=java.lang.String",
			"backpressure.channels.orders.buffer-size=3");

	@Test
	void onePropertyPutsChannelOnRedis() {
		this.orders.run((context) -> {
			assertThat(context).hasNotFailed();
			BackpressureChannel<String> channel = orders(context);
			channel.send("a");
			this.orders.run((other) -> assertThat(orders(other).receive()).isEqualTo("a"));
			assertThat(channel).isInstanceOf(SharedChannel.class);
		});
	}

	@Test
	void remainingValuesAreKeptForNextApplication() {
		this.orders.run((context) -> orders(context).send("a"));
		this.orders.run((context) -> {
			assertThat(orders(context).isClosed()).isFalse();
			assertThat(orders(context).receive()).isEqualTo("a");
		});
	}

	@Test
	void channelsAreInMemoryByDefault() {
		this.runner.withPropertyValues("backpressure.channels.orders.buffer-size=3", "spring.data.redis.port=1")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(RedisTransport.class);
				assertThat(context.getBean("orders")).isNotInstanceOf(SharedChannel.class);
			});
	}

	@Test
	void applicationsWithDifferentNamesHaveDifferentChannels() {
		String name = "shop-" + UUID.randomUUID();
		ApplicationContextRunner shop = named(name);
		shop.run((context) -> {
			orders(context).send("a");
			named(name + "-mailer")
				.run((other) -> assertThat(((SharedChannel<?>) orders(other)).totals().sent()).isZero());
			shop.run((other) -> assertThat(orders(other).receive()).isEqualTo("a"));
			this.orders.withPropertyValues("backpressure.redis.key-prefix=" + name)
				.run((other) -> assertThat(((SharedChannel<?>) orders(other)).totals().sent()).isEqualTo(1));
		});
	}

	private static ApplicationContextRunner named(String application) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ChannelAutoConfiguration.class, RedisTransportAutoConfiguration.class,
							DataRedisAutoConfiguration.class, JacksonAutoConfiguration.class))
			.withPropertyValues("spring.application.name=" + application,
					"spring.data.redis.port=" + TestServer.shared().port(),
					"backpressure.channels.orders.transport=redis",
					"backpressure.channels.orders.type=java.lang.String", "backpressure.channels.orders.buffer-size=3");
	}

	@Test
	void applicationNameWithBracesIsRejected() {
		named("{shop}").run((context) -> assertThat(context).getFailure()
			.rootCause()
			.hasMessageContaining("spring.application.name '{shop}'")
			.hasMessageContaining("backpressure.redis.key-prefix"));
	}

	@Test
	void unsupportedServersAreRejected() {
		rejected("spring.data.redis.masterreplica.nodes=127.0.0.1:1", "spring.data.redis.masterreplica");
		rejected("spring.data.redis.cluster.nodes=127.0.0.1:1", "Redis Cluster");
	}

	private void rejected(String property, String message) {
		this.orders.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(RedisTransportException.class)
				.hasMessageContaining(message)
				.hasMessageContaining("not supported"));
	}

	@Test
	void unreachableServerFailsStartupWithRemedy() {
		this.orders.withPropertyValues("spring.data.redis.port=1").run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new RedisTransportFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("Redis cannot be reached")
				.contains("Channel 'orders'")
				.contains("localhost:1")
				.contains("Connection refused");
			assertThat(analysis.getAction()).contains("spring.data.redis");
		});
	}

	@Test
	void differentCapacityOfRunningInstanceIsReported() {
		this.orders.run((context) -> this.orders.withPropertyValues("backpressure.channels.orders.buffer-size=4")
			.run((other) -> assertThat(other).getFailure()
				.rootCause()
				.isInstanceOf(RedisTransportException.class)
				.hasMessageContaining("capacity of 3")
				.hasMessageContaining("but 4")));
	}

	@Test
	void missingTypeIsReported() {
		this.runner.withPropertyValues("backpressure.channels.orders.transport=redis")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("backpressure.channels.orders.type"));
	}

	@Test
	void invalidPropertiesAreReportedByName() {
		wrong("backpressure.redis.visibility-timeout=100ms", "The duration must be at least 300ms.");
		wrong("backpressure.redis.max-deliveries=0", "Write a whole number of at least 1.");
		wrong("backpressure.redis.command-timeout=0s", "The duration must be at least 1ms.");
		wrong("backpressure.redis.key-prefix={a}", "Leave them out.");
		wrong("backpressure.redis.key-prefix=", "The property has no value.");
		wrong("backpressure.redis.channels.orders.max-deliveries=0", "Write a whole number of at least 1.");
		wrong("backpressure.redis.chanels.orders.max-deliveries=1", "Did you mean 'channels'?");
		wrong("backpressure.redis.max-delivery=1", "Did you mean 'max-deliveries'?");
		wrong("backpressure.channels.orders.visibility-timeout=1s",
				"Write it as backpressure.redis.channels.orders.visibility-timeout.");
	}

	@Test
	void propertiesMayBeNumbersOrEnvironmentVariables() {
		String environment = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		Map<String, Object> numbers = Map.of("backpressure.redis.max-deliveries", 7, "backpressure.redis.key-prefix",
				5);
		Map<String, Object> variables = Map.of("BACKPRESSURE_REDIS_CHANNELS_EUORDERS_MAXDELIVERIES", "9",
				"BACKPRESSURE_REDIS_CHANNELS_PORT", "tcp://10.0.0.1:80", "BACKPRESSURE_REDIS_PORT",
				"tcp://10.0.0.1:80");
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ChannelAutoConfiguration.class, RedisTransportAutoConfiguration.class))
			.withInitializer((context) -> {
				MutablePropertySources sources = context.getEnvironment().getPropertySources();
				sources.replace(environment, new SystemEnvironmentPropertySource(environment, variables));
				sources.addLast(new MapPropertySource("numbers", numbers));
			})
			.run((context) -> {
				assertThat(context).hasNotFailed();
				RedisTransportProperties properties = context.getBean(RedisTransportProperties.class);
				assertThat(properties.settings("orders", "shop").maxDeliveries()).isEqualTo(7);
				assertThat(properties.settings("eu-orders", "shop").maxDeliveries()).isEqualTo(9);
				assertThat(properties.keyPrefix()).isEqualTo("5");
				assertThat(properties.channels()).hasSize(1);
			});
	}

	private void wrong(String property, String message) {
		this.orders.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("Property: " + property.substring(0, property.indexOf('=')))
				.hasMessageContaining(message));
	}

	@Test
	void redisTransportNeedsRedisClasses() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ChannelAutoConfiguration.class, RedisTransportAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RedisTransport.class));
	}

	@Test
	void beansBackOffForThoseOfTheApplication() {
		this.runner.withBean("mine", RedisTransport.class, () -> mock(RedisTransport.class))
			.withBean("codecs", ValueCodecFactory.class, () -> mock(ValueCodecFactory.class))
			.withBean("settings", RedisTransportProperties.class,
					() -> RedisTransportProperties.of(new MockEnvironment()))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ChannelTransport.class)
				.hasSingleBean(ValueCodecFactory.class)
				.hasSingleBean(RedisTransportProperties.class));
	}

	@SuppressWarnings("unchecked") // the type declared for the channel
	private static BackpressureChannel<String> orders(BeanFactory context) {
		return context.getBean("orders", BackpressureChannel.class);
	}

}
