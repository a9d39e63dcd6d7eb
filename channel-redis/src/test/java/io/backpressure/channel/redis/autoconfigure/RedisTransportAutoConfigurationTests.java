package io.backpressure.channel.redis.autoconfigure;

import java.util.UUID;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.redis.RedisTransport;
import io.backpressure.channel.redis.RedisTransportException;
import io.backpressure.channel.redis.TestServer;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A channel on Redis as an application declares it.
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
	void oneLinePutsAChannelOnRedis() {
		this.orders.run((context) -> {
			assertThat(context).hasNotFailed();
			BackpressureChannel<String> channel = orders(context);
			channel.send("a");
			this.orders.run((other) -> assertThat(orders(other).receive()).isEqualTo("a"));
			assertThat(channel).isInstanceOf(SharedChannel.class);
		});
	}

	@Test
	void whatAnApplicationLeavesInTheChannelIsThereForTheNext() {
		this.orders.run((context) -> orders(context).send("a"));
		this.orders.run((context) -> {
			assertThat(orders(context).isClosed()).isFalse();
			assertThat(orders(context).receive()).isEqualTo("a");
		});
	}

	@Test
	void channelsStayInMemoryUnlessTheyAreToldOtherwise() {
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
	void applicationNameThatCannotBeginKeysIsRejected() {
		named("{shop}").run((context) -> assertThat(context).getFailure()
			.rootCause()
			.hasMessageContaining("spring.application.name '{shop}'")
			.hasMessageContaining("backpressure.redis.key-prefix"));
	}

	@Test
	void serversThatAreNotSupportedAreRejected() {
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
	void aServerThatCannotBeReachedIsToldWithTheChannelAndWhatToDo() {
		this.orders.withPropertyValues("spring.data.redis.port=1").run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new RedisTransportFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("Redis cannot be reached")
				.contains("channel 'orders'")
				.contains("localhost:1")
				.contains("Connection refused");
			assertThat(analysis.getAction()).contains("spring.data.redis");
		});
	}

	@Test
	void anotherCapacityThanThatOfARunningInstanceIsTold() {
		this.orders.run((context) -> this.orders.withPropertyValues("backpressure.channels.orders.buffer-size=4")
			.run((other) -> assertThat(other).getFailure()
				.rootCause()
				.isInstanceOf(RedisTransportException.class)
				.hasMessageContaining("capacity of 3")
				.hasMessageContaining("but 4")));
	}

	@Test
	void aChannelWithoutATypeIsTold() {
		this.runner.withPropertyValues("backpressure.channels.orders.transport=redis")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("backpressure.channels.orders.type"));
	}

	@Test
	void settingsOutOfRangeAreToldWithTheirNames() {
		wrong("backpressure.redis.visibility-timeout=100ms",
				"backpressure.redis.visibility-timeout cannot be 'PT0.1S'");
		wrong("backpressure.redis.max-deliveries=0", "backpressure.redis.max-deliveries cannot be '0'");
		wrong("backpressure.redis.command-timeout=0s", "backpressure.redis.command-timeout cannot be 'PT0S'");
		wrong("backpressure.redis.key-prefix={a}", "backpressure.redis.key-prefix cannot be '{a}'");
		wrong("backpressure.redis.channels.orders.max-deliveries=0",
				"backpressure.redis.channels.orders.max-deliveries cannot be '0'");
	}

	private void wrong(String property, String message) {
		this.orders.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
	}

	@Test
	void withoutRedisOnTheClassPathThereIsNothingOfIt() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ChannelAutoConfiguration.class, RedisTransportAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RedisTransport.class));
	}

	@SuppressWarnings("unchecked") // as declared
	private static BackpressureChannel<String> orders(BeanFactory context) {
		return context.getBean("orders", BackpressureChannel.class);
	}

}
