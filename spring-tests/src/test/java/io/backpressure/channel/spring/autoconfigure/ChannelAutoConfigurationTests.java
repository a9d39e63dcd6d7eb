package io.backpressure.channel.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.ChannelSender;
import io.backpressure.channel.ChannelTimeoutException;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.spring.ChannelBuilderCustomizer;
import io.backpressure.channel.spring.ChannelRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Channel beans declared by properties.
 */
class ChannelAutoConfigurationTests {

	private static final String ORDER = Order.class.getName();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class));

	@Test
	void contextWithoutPropertiesHasNoChannels() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(BackpressureChannel.class);
			assertThat(context.getBean(ChannelRegistry.class).names()).isEmpty();
		});
	}

	@Test
	void propertyDisablesChannels() {
		this.runner.withPropertyValues("backpressure.enabled=false", "backpressure.channels.orders.buffer-size=5")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(BackpressureChannel.class)
				.doesNotHaveBean(ChannelRegistry.class));
	}

	@Test
	void channelsNeedNeitherValidationNorActuator() {
		this.runner.withClassLoader(new FilteredClassLoader("jakarta.validation", "org.springframework.boot.actuate"))
			.withPropertyValues("backpressure.channels.orders.buffer-size=5")
			.run((context) -> assertThat(context).hasNotFailed().hasBean("orders"));
	}

	@Test
	void propertiesConfigureChannel() {
		this.runner
			.withPropertyValues("backpressure.channels.orders.type=" + ORDER,
					"backpressure.channels.orders.buffer-size=7", "backpressure.channels.orders.strategy=drop-oldest",
					"backpressure.channels.orders.receive-timeout=1ms")
			.run((context) -> {
				BackpressureChannel<?> orders = context.getBean("orders", BackpressureChannel.class);
				assertThat(orders.name()).isEqualTo("orders");
				assertThat(orders.capacity()).isEqualTo(7);
				assertThat(orders.strategy()).isEqualTo(BackpressureStrategy.DROP_OLDEST);
				assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(orders::receive)
					.satisfies((ex) -> assertThat(ex.timeout()).isEqualTo(Duration.ofMillis(1)));
			});
	}

	@Test
	void channelInheritsDefaults() {
		this.runner
			.withPropertyValues("backpressure.defaults.buffer-size=9", "backpressure.defaults.strategy=error",
					"backpressure.channels.a.strategy=drop", "backpressure.channels.b.buffer-size=3")
			.run((context) -> {
				BackpressureChannel<?> a = context.getBean("a", BackpressureChannel.class);
				BackpressureChannel<?> b = context.getBean("b", BackpressureChannel.class);
				assertThat(a.capacity()).isEqualTo(9);
				assertThat(a.strategy()).isEqualTo(BackpressureStrategy.DROP);
				assertThat(b.capacity()).isEqualTo(3);
				assertThat(b.strategy()).isEqualTo(BackpressureStrategy.ERROR);
			});
	}

	@Test
	void channelHoldsHundredValuesAndBlocksByDefault() {
		this.runner.withPropertyValues("backpressure.channels.orders.type=" + ORDER).run((context) -> {
			BackpressureChannel<?> orders = context.getBean("orders", BackpressureChannel.class);
			assertThat(orders.capacity()).isEqualTo(100);
			assertThat(orders.strategy()).isEqualTo(BackpressureStrategy.BLOCK);
		});
	}

	@Test
	void channelsAreInjectedByTypeByNameByQualifierAndByAlias() {
		this.runner.withUserConfiguration(Injected.class)
			.withPropertyValues("backpressure.channels.eu-orders.type=" + ORDER,
					"backpressure.channels.us-orders.type=" + ORDER,
					"backpressure.channels.numbers.type=java.lang.Integer", "backpressure.channels.primitive.type=long",
					"backpressure.channels.anything.buffer-size=1")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Injections injections = context.getBean(Injections.class);
				assertThat(injections.byType().name()).isEqualTo("numbers");
				assertThat(injections.boxed().name()).isEqualTo("primitive");
				assertThat(injections.byParameterName().name()).isEqualTo("eu-orders");
				assertThat(injections.byQualifier().name()).isEqualTo("us-orders");
				assertThat(injections.byAliasQualifier().name()).isEqualTo("us-orders");
				assertThat(injections.untyped().name()).isEqualTo("anything");
				assertThat(injections.map()).containsOnlyKeys("eu-orders", "us-orders");
				assertThat(injections.list()).hasSize(2);
				assertThat(injections.provider().stream()).hasSize(2);
				assertThat(injections.sender()).isSameAs(injections.byType()).isSameAs(injections.receiver());
			});
	}

	@Test
	void environmentVariableAppliesToHyphenatedChannelName() {
		this.runner.withPropertyValues("backpressure.channels.eu-orders.buffer-size=3")
			.withInitializer(
					(context) -> context.getEnvironment()
						.getPropertySources()
						.addFirst(new SystemEnvironmentPropertySource(
								StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("BACKPRESSURE_CHANNELS_EUORDERS_BUFFERSIZE", "8"))))
			.run((context) -> {
				assertThat(context.getBeansOfType(BackpressureChannel.class)).containsOnlyKeys("eu-orders");
				assertThat(context.getBean("eu-orders", BackpressureChannel.class).capacity()).isEqualTo(8);
			});
	}

	@Test
	void customizersAreAppliedToEveryBuilderInOrder() {
		this.runner.withUserConfiguration(Customized.class)
			.withPropertyValues("backpressure.channels.orders.buffer-size=3")
			.run((context) -> {
				assertThat(context.getBean("orders", BackpressureChannel.class).capacity()).isEqualTo(12);
				assertThat(context.getBean(ChannelRegistry.class)
					.create("late", Integer.class, (builder) -> builder.strategy(BackpressureStrategy.DROP))
					.capacity()).isEqualTo(12);
			});
	}

	@Test
	void channelsAreClosedByContextCloseButNotByStop() {
		this.runner.withUserConfiguration(OwnChannel.class)
			.withPropertyValues("backpressure.channels.orders.buffer-size=3")
			.run((context) -> {
				BackpressureChannel<?> orders = context.getBean("orders", BackpressureChannel.class);
				BackpressureChannel<?> mine = context.getBean("mine", BackpressureChannel.class);
				BackpressureChannel<Integer> late = context.getBean(ChannelRegistry.class)
					.create("late", Integer.class, (builder) -> {
					});
				ConfigurableApplicationContext configurable = context.getSourceApplicationContext();
				configurable.stop();
				configurable.start();
				assertThat(List.of(orders, mine, late)).noneMatch(BackpressureChannel::isClosed);
				assertThat(late.trySend(1)).isEqualTo(SendResult.SENT);
				configurable.close();
				assertThat(List.of(orders, mine, late)).allMatch(BackpressureChannel::isClosed);
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		@Bean
		Injections injections(BackpressureChannel<Integer> byType, BackpressureChannel<Long> boxed,
				BackpressureChannel<Order> euOrders, @Qualifier("us-orders") BackpressureChannel<Order> byQualifier,
				@Qualifier("usOrders") BackpressureChannel<Order> byAliasQualifier, BackpressureChannel<Object> untyped,
				Map<String, BackpressureChannel<Order>> map, List<BackpressureChannel<Order>> list,
				ObjectProvider<BackpressureChannel<Order>> provider, ChannelSender<Integer> sender,
				ChannelReceiver<Integer> receiver) {
			return new Injections(byType, boxed, euOrders, byQualifier, byAliasQualifier, untyped, map, list, provider,
					sender, receiver);
		}

	}

	record Injections(BackpressureChannel<Integer> byType, BackpressureChannel<Long> boxed,
			BackpressureChannel<Order> byParameterName, BackpressureChannel<Order> byQualifier,
			BackpressureChannel<Order> byAliasQualifier, BackpressureChannel<Object> untyped,
			Map<String, BackpressureChannel<Order>> map, List<BackpressureChannel<Order>> list,
			ObjectProvider<BackpressureChannel<Order>> provider, ChannelSender<Integer> sender,
			ChannelReceiver<Integer> receiver) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Customized {

		@Bean
		@org.springframework.core.annotation.Order(2)
		ChannelBuilderCustomizer last() {
			return (name, builder) -> builder.bufferSize(12);
		}

		@Bean
		@org.springframework.core.annotation.Order(1)
		ChannelBuilderCustomizer first() {
			return (name, builder) -> builder.bufferSize(11);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChannel {

		@Bean
		BackpressureChannel<Integer> mine() {
			return BackpressureChannel.<Integer>builder().name("mine").bufferSize(4).build();
		}

	}

}
