package io.backpressure.channel.spring.autoconfigure.listener;

import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listener methods that are inherited, overridden or implemented.
 */
class InheritedListenerTests {

	private final ApplicationContextRunner runner = ListenerContext.with("orders");

	@AfterEach
	void forget() {
		ListenerDiscoveryTests.forget();
	}

	@Test
	void annotationOfOverridingMethodWins() {
		this.runner.withBean("handler", Overriding.class).run((context) -> {
			ListenerRegistry listeners = context.getBean(ListenerRegistry.class);
			assertThat(listeners.ids()).containsExactly("handler-inherited", "handler-on");
			assertThat(listeners.get("handler-on").concurrency().max()).isEqualTo(3);
		});
	}

	@Test
	void annotatedGenericInterfaceMethodListensOnce() {
		this.runner.withBean("handler", OfInterface.class)
			.run((context) -> ListenerDiscoveryTests.assertListensOnce(context, "handler-on"));
	}

	static class Base {

		@ChannelListener("orders")
		void on(Integer value) {
		}

		@ChannelListener("orders")
		void inherited(Integer value) {
		}

	}

	static class Overriding extends Base {

		@Override
		@ChannelListener(channel = "orders", concurrency = "3")
		void on(Integer value) {
		}

		@Override
		void inherited(Integer value) {
		}

	}

	interface Handling<T> {

		@ChannelListener("orders")
		void on(T value);

	}

	static class OfInterface implements Handling<Integer> {

		@Override
		public void on(Integer value) {
			ListenerDiscoveryTests.received.add(value);
		}

	}

}
