package io.backpressure.channel.spring.autoconfigure;

import java.util.function.Consumer;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.ChannelTransport;
import io.backpressure.channel.spring.FakeServer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Channels whose values are not in the memory of this JVM.
 */
class ChannelTransportTests {

	private final FakeServer server = new FakeServer();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class))
		.withBean(ChannelTransport.class, this.server::transport);

	private final ApplicationContextRunner orders = this.runner.withPropertyValues(
			"backpressure.channels.orders.type=java.lang.Integer", "backpressure.channels.orders.transport=fake",
			"backpressure.channels.orders.buffer-size=3");

	@Test
	void applicationsShareAChannel() {
		this.orders.run((one) -> {
			orders(one).send(1);
			this.orders.run((other) -> {
				assertThat(orders(other)).isInstanceOf(SharedChannel.class);
				assertThat(orders(other).receive()).isEqualTo(1);
				assertThat(orders(other).capacity()).isEqualTo(3);
			});
		});
	}

	@Test
	void transportReceivesElementTypeOfChannel() {
		this.orders
			.withPropertyValues("backpressure.defaults.transport=fake", "backpressure.channels.any.strategy=block",
					"backpressure.channels.count.type=int", "backpressure.channels.near.transport=memory")
			.run((context) -> {
				context.getBean(ChannelRegistry.class).create("late", Long.class, (builder) -> {
				});
				assertThat(this.server.types).hasSize(4)
					.containsEntry("orders", ResolvableType.forClass(Integer.class))
					.containsEntry("any", ResolvableType.forClass(Object.class))
					.containsEntry("count", ResolvableType.forClass(Integer.class))
					.containsEntry("late", ResolvableType.forClass(Long.class));
			});
	}

	@Test
	void sharedChannelSurvivesApplicationEnd() {
		this.orders.withPropertyValues("backpressure.defaults.transport=fake").run((other) -> {
			this.orders.withPropertyValues("backpressure.defaults.transport=fake").run((context) -> {
				BackpressureChannel<Integer> orders = orders(context);
				BackpressureChannel<Long> late = context.getBean(ChannelRegistry.class)
					.create("late", Long.class, (builder) -> {
					});
				context.close();
				assertThat(orders.isClosed()).isTrue();
				assertThat(late.isClosed()).isTrue();
			});
			assertThat(this.server.isClosed("orders")).isFalse();
			assertThat(this.server.isClosed("late")).isFalse();
			assertThat(orders(other).trySend(1)).isEqualTo(SendResult.SENT);
		});
	}

	@Test
	void closeClosesSharedChannelForAllApplications() {
		this.orders.run((other) -> {
			this.orders.run((context) -> orders(context).close());
			assertThat(orders(other).trySend(1)).isEqualTo(SendResult.CLOSED);
		});
	}

	@Test
	void channelThatCannotBeRegisteredIsDetached() {
		this.orders.withPropertyValues("backpressure.defaults.transport=fake").run((context) -> {
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> context.getBean(ChannelRegistry.class).create("orders", Integer.class, (builder) -> {
				}));
			assertThat(this.server.isClosed("orders")).isFalse();
		});
	}

	@ParameterizedTest
	@CsvSource({ "backpressure.channels.orders.transport, orders", "backpressure.defaults.transport, orders" })
	void unknownTransportIsReportedWithOrigin(String property, String channel) {
		this.runner.withPropertyValues("backpressure.channels." + channel + ".buffer-size=3", property + "=fakr")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidChannelPropertiesException.class)
				.extracting((failure) -> ((InvalidChannelPropertiesException) failure).problems())
				.asInstanceOf(InstanceOfAssertFactories.list(Problem.class))
				.singleElement()
				.satisfies((problem) -> {
					assertThat(ConfigurationPropertyName.of(problem.property()))
						.isEqualTo(ConfigurationPropertyName.of(property));
					assertThat(problem.origin()).asString().contains(property);
					assertThat(problem.value()).isEqualTo("fakr");
					assertThat(problem.reason())
						.isEqualTo("There is no transport 'fakr'. Did you mean 'fake'? Valid values: memory, fake.");
				}));
	}

	@Test
	void unknownTransportOfCreatedChannelIsReportedWithOrigin() {
		this.runner.withPropertyValues("backpressure.defaults.transport=fakr")
			.run((context) -> assertThatExceptionOfType(InvalidChannelPropertiesException.class)
				.isThrownBy(() -> context.getBean(ChannelRegistry.class).create("late", Long.class, (builder) -> {
				}))
				.withMessageContaining("Property: backpressure.defaults.transport")
				.withMessageContaining("Origin:"));
	}

	@ParameterizedTest
	@CsvSource({ "backpressure.channels.orders.transport=redis", "backpressure.defaults.transport=redis",
			"backpressure.redis.visibility=10s" })
	void transportWithoutItsLibraryIsReported(String property) {
		assertRejected(property, (problems) -> assertThat(problems).contains(property.split("=")[0])
			.contains(
					"The property needs a library that is not on the class path. Add io.backpressure:channel-redis."));
	}

	@ParameterizedTest
	@CsvSource({ "propagate-context, context of a thread cannot leave this JVM",
			"measure-buffer-wait, measured by the clock of this JVM" })
	void settingsThatRequireOneJvmAreRejected(String key, String why) {
		for (String owner : new String[] { "channels.orders", "defaults" }) {
			assertRejected("backpressure." + owner + "." + key + "=true",
					(problems) -> assertThat(problems).contains("backpressure." + owner + "." + key)
						.contains("Channel 'orders' has the transport 'fake'")
						.contains(why)
						.contains("Set backpressure.channels.orders." + key + " to false."));
		}
		this.orders
			.withPropertyValues("backpressure.defaults." + key + "=true",
					"backpressure.channels.orders." + key + "=false")
			.run((context) -> assertThat(context).hasNotFailed());
		this.runner.withPropertyValues("backpressure.defaults." + key + "=true", "backpressure.defaults.transport=fake")
			.run((context) -> assertThatExceptionOfType(InvalidChannelPropertiesException.class)
				.isThrownBy(() -> context.getBean(ChannelRegistry.class).create("late", Long.class, (builder) -> {
				}))
				.withMessageContaining("Channel 'late'"));
	}

	@Test
	void maximumAgeIsRejectedForSharedChannel() {
		for (String owner : new String[] { "channels.orders", "defaults" }) {
			assertRejected("backpressure." + owner + ".max-age=30s",
					(problems) -> assertThat(problems).contains("backpressure." + owner + ".max-age")
						.contains("Channel 'orders' has the transport 'fake'")
						.contains("the age of a value is measured by the clock of this JVM")
						.contains("Set backpressure.channels.orders.max-age to 0s."));
		}
		this.orders.withPropertyValues("backpressure.defaults.max-age=30s", "backpressure.channels.orders.max-age=0s")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void resizableBufferIsRejectedForSharedChannel() {
		assertRejected("backpressure.channels.orders.max-buffer-size=500",
				(problems) -> assertThat(problems).contains("Channel 'orders' has the transport 'fake'")
					.contains("the size of a shared buffer cannot change while it is in use")
					.contains("Remove backpressure.channels.orders.max-buffer-size."));
	}

	private void assertRejected(String property, Consumer<String> requirements) {
		this.orders.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidChannelPropertiesException.class)
				.satisfies((failure) -> requirements.accept(failure.getMessage())));
	}

	@SuppressWarnings("unchecked") // the property declares the type Integer
	private static BackpressureChannel<Integer> orders(AssertableApplicationContext context) {
		return (BackpressureChannel<Integer>) context.getBean("orders");
	}

}
