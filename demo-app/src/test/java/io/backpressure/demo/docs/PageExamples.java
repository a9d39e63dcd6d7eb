package io.backpressure.demo.docs;

import java.time.Duration;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.event.ChannelDropEvent;
import io.backpressure.channel.spring.listener.ListenerContainerFactory;
import io.backpressure.channel.spring.listener.ListenerOptions;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.UndeliveredHandler;
import io.backpressure.demo.domain.Order;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/**
 * The code of the pages in {@code docs}. None of it is a bean.
 */
final class PageExamples {

	private static final Logger logger = LoggerFactory.getLogger(PageExamples.class);

	private PageExamples() {
	}

	static class Channels {

		String order(BackpressureChannel<Order> orders, BackpressureChannel<String> receipts, Order order)
				throws InterruptedException {
			try (CancellationSource request = CancellationSource.withTimeout(Duration.ofSeconds(2))) {
				orders.send(order, request.token());
				return receipts.receive(request.token()); // within the remaining time
			}
		}

		void build() {
			BackpressureChannel<Order> orders = BackpressureChannel.<Order>builder()
				.name("orders")
				.bufferSize(100)
				.strategy(BackpressureStrategy.DROP_OLDEST)
				.onDrop((order) -> logger.info("Dropped order {}", order.id()))
				.build();
			orders.close();
		}

		void withoutSpring() throws InterruptedException {
			try (BackpressureChannel<String> lines = BackpressureChannel.create(100)) {
				Thread printer = new Thread(() -> print(lines));
				printer.start();
				lines.send("hello");
			}
		}

		private void print(BackpressureChannel<String> lines) {
		}

		void create(ChannelRegistry channels, String tenant) {
			BackpressureChannel<Order> orders = channels.create("orders-of-" + tenant, Order.class,
					(it) -> it.bufferSize(100));
			orders.close();
		}

	}

	static class Listeners {

		private final ListenerRegistry listeners;

		private final ListenerContainerFactory factory;

		Listeners(ListenerRegistry listeners, ListenerContainerFactory factory) {
			this.listeners = listeners;
			this.factory = factory;
		}

		void pause() {
			this.listeners.get("fulfilment-price").pause();
		}

		void create() {
			this.factory
				.create("audit", "orders", Order.class, (order) -> audit(order),
						ListenerOptions.NONE.withConcurrency("2"))
				.start();
		}

		private void audit(Order order) {
		}

	}

	static class Drops {

		@EventListener
		void on(ChannelDropEvent event) {
			alert(event.getChannelName());
		}

		void alert(String channel) {
		}

	}

	static class Shutdown {

		private final Store store = (channel, values) -> {
		};

		@Bean
		UndeliveredHandler keep() {
			return (channel, values) -> this.store.save(channel, values);
		}

	}

	/** Storage outside the process. */
	interface Store {

		void save(String channel, Iterable<?> values);

	}

}
