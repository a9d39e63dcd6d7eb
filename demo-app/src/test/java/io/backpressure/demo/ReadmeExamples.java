package io.backpressure.demo;

import java.time.Duration;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.spring.event.ChannelDropEvent;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

/**
 * The code of the README, compiled.
 */
final class ReadmeExamples {

	private ReadmeExamples() {
	}

	static String withDeadline(BackpressureChannel<Order> orders, BackpressureChannel<String> receipts, Order order)
			throws InterruptedException {
		try (CancellationSource request = CancellationSource.withTimeout(Duration.ofSeconds(2))) {
			orders.send(order, request.token());
			return receipts.receive(request.token()); // in what is left
		}
	}

	@Service
	static class Shop {

		private final BackpressureChannel<Order> orders;

		Shop(BackpressureChannel<Order> orders) {
			this.orders = orders;
		}

		void place(Order order) throws InterruptedException {
			this.orders.send(order); // waits while the buffer is full
		}

		void work() throws InterruptedException {
			this.orders.forEach(this::ship); // until the channel is closed and drained
		}

		void ship(Order order) {
		}

	}

	static class Listener {

		@EventListener
		void on(ChannelDropEvent event) {
			alert(event.getChannelName());
		}

		void alert(String channel) {
		}

	}

}
