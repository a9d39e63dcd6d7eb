package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.backpressure.channel.spring.listener.UndeliveredEvent;
import io.backpressure.channel.spring.listener.UndeliveredHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers of the values that are left when an application context closes.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(180)
class UndeliveredHandlerTests {

	private final Map<String, List<Object>> handedOver = new LinkedHashMap<>();

	private final ApplicationContextRunner channels = ListenerContext.with("orders", "others")
		.withPropertyValues("backpressure.listener.drain-timeout=100ms");

	private void keep(String channel, List<?> values) {
		this.handedOver.computeIfAbsent(channel, (name) -> new ArrayList<>()).addAll(values);
	}

	@Test
	void everyHandlerIsCalledInOrder() {
		this.channels.withBean(ThreeHandlers.class, () -> new ThreeHandlers(this::keep, () -> {
		})).withUserConfiguration(ThreeHandlersConfiguration.class).run((context) -> {
			ChannelListenerTests.send(context, "orders", 1);
			context.close();
			assertThat(this.handedOver.keySet()).containsExactly("first of orders", "second of orders",
					"last of orders");
		});
	}

	@Test
	void failingHandlerDoesNotAffectOthers(CapturedOutput output) {
		this.channels.withBean(ThreeHandlers.class, () -> new ThreeHandlers(this::keep, () -> {
			throw new NoClassDefFoundError("of the JSON library");
		})).withUserConfiguration(ThreeHandlersConfiguration.class).run((context) -> {
			ChannelListenerTests.send(context, "orders", 1, 2);
			ChannelListenerTests.send(context, "others", 3);
			context.close();
			assertThat(this.handedOver).containsOnly(Map.entry("first of orders", List.of(1, 2)),
					Map.entry("last of orders", List.of(1, 2)), Map.entry("first of others", List.of(3)),
					Map.entry("last of others", List.of(3)));
			assertThat(output).contains("failed with 2 values of channel 'orders'")
				.contains("failed with 1 value of channel 'others'")
				.contains("of the JSON library");
		});
	}

	@Test
	void failingEventListenerDoesNotAffectHandlers() {
		this.channels.withBean(UndeliveredHandler.class, () -> this::keep)
			.withInitializer((context) -> context.addApplicationListener((event) -> {
				if (event instanceof UndeliveredEvent) {
					throw new IllegalStateException("of a listener");
				}
			}))
			.run((context) -> {
				ChannelListenerTests.send(context, "orders", 1);
				ChannelListenerTests.send(context, "others", 2);
				context.close();
				assertThat(this.handedOver).hasSize(2);
			});
	}

	@Test
	void handlerMayUseOtherBeans() {
		this.channels.withBean("undelivered", UndeliveredHandler.class, () -> (channel, values) -> {
		}).withUserConfiguration(UsingConfiguration.class).run((context) -> {
			Received<Object> store = context.getBean(UsingConfiguration.class).store;
			ChannelListenerTests.send(context, "orders", 1);
			context.close();
			assertThat(store.values()).containsExactly(1);
		});
	}

	record ThreeHandlers(UndeliveredHandler keeping, Runnable second) {

		UndeliveredHandler named(String name, Runnable first) {
			return (channel, values) -> {
				first.run();
				this.keeping.undelivered(name + " of " + channel, values);
			};
		}

	}

	static class ThreeHandlersConfiguration {

		@Bean
		UndeliveredHandler last(ThreeHandlers handlers) {
			return handlers.named("last", () -> {
			});
		}

		@Bean
		@Order(2)
		UndeliveredHandler second(ThreeHandlers handlers) {
			return handlers.named("second", handlers.second());
		}

		@Bean
		@Order(1)
		UndeliveredHandler first(ThreeHandlers handlers) {
			return handlers.named("first", () -> {
			});
		}

	}

	/**
	 * Handler that uses another bean, which must not be destroyed before the handler is
	 * called.
	 */
	static class UsingConfiguration {

		final Received<Object> store = new Received<>();

		@Bean
		Store store() {
			return new Store(this.store);
		}

		@Bean
		UndeliveredHandler storing(ApplicationContext context) {
			return (channel, values) -> values.forEach(context.getBean(Store.class)::put);
		}

	}

	static class Store implements AutoCloseable {

		private final Received<Object> values;

		private volatile boolean closed;

		Store(Received<Object> values) {
			this.values = values;
		}

		void put(Object value) {
			assertThat(this.closed).isFalse();
			this.values.add(value);
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
