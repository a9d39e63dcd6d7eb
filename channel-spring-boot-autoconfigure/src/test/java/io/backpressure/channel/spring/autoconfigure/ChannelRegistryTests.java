package io.backpressure.channel.spring.autoconfigure;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.NoSuchChannelException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Looking channels up, and creating them in code.
 */
class ChannelRegistryTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class))
		.withPropertyValues("backpressure.channels.orders.type=" + Order.class.getName());

	@Test
	void findsDeclaredDefinedAndCreatedChannelsByName() {
		this.runner.withUserConfiguration(OwnChannel.class).run((context) -> {
			ChannelRegistry registry = context.getBean(ChannelRegistry.class);
			BackpressureChannel<String> late = registry.create("late", String.class, (builder) -> {
			});
			assertThat(registry.names()).containsExactly("late", "mine", "orders");
			assertThat(registry.get("orders")).isSameAs(context.getBean("orders"));
			assertThat(registry.get("orders", Order.class)).isSameAs(context.getBean("orders"));
			assertThat(registry.get("mine", Integer.class)).isSameAs(context.getBean("own"));
			assertThat(registry.find("late")).containsSame(late);
			assertThat(registry.get("late", String.class)).isSameAs(late);
		});
	}

	@Test
	void anUnknownNameIsToldWithTheKnownOnes() {
		this.runner.run((context) -> {
			ChannelRegistry registry = context.getBean(ChannelRegistry.class);
			assertThat(registry.find("order")).isEmpty();
			assertThatExceptionOfType(NoSuchChannelException.class).isThrownBy(() -> registry.get("order"))
				.withMessageContaining("'order'")
				.withMessageContaining("[orders]")
				.withMessageContaining("backpressure.channels.order")
				.satisfies((ex) -> assertThat(ex.channelName()).isEqualTo("order"));
		});
	}

	@Test
	void anotherElementTypeIsRefused() {
		this.runner.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> context.getBean(ChannelRegistry.class).get("orders", String.class))
			.withMessageContaining(Order.class.getName())
			.withMessageContaining("java.lang.String")
			.withMessageContaining("backpressure.channels.orders.type"));
	}

	@Test
	void aNameCanBeUsedAgainOnceItsChannelIsClosed() {
		this.runner.run((context) -> {
			ChannelRegistry registry = context.getBean(ChannelRegistry.class);
			BackpressureChannel<String> first = registry.create("late", String.class, (builder) -> {
			});
			assertThatIllegalArgumentException().isThrownBy(() -> registry.create("late", String.class, (builder) -> {
			})).withMessageContaining("two channels named 'late'");
			assertThat(first.isClosed()).isFalse();
			first.close();
			assertThat(registry.names()).containsExactly("orders");
			assertThat(registry.create("late", String.class, (builder) -> builder.bufferSize(2)).capacity())
				.isEqualTo(2);
		});
	}

	@Test
	void twoBeansWithChannelsOfOneNameFailAtStart() {
		this.runner.withUserConfiguration(SameName.class)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("two channels named 'orders'"));
	}

	@Test
	void registryCanBeInjectedLazily() {
		this.runner.withBean(LazyUser.class)
			.run((context) -> assertThat(context.getBean(LazyUser.class).channels.names()).containsExactly("orders"));
	}

	static class LazyUser {

		final ChannelRegistry channels;

		LazyUser(@Lazy ChannelRegistry channels) {
			this.channels = channels;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChannel {

		@Bean
		BackpressureChannel<Integer> own() {
			return BackpressureChannel.<Integer>builder().name("mine").bufferSize(4).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SameName {

		@Bean
		BackpressureChannel<Integer> own() {
			return BackpressureChannel.<Integer>builder().name("orders").bufferSize(4).build();
		}

	}

}
