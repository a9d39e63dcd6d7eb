package io.backpressure.demo;

import java.time.Duration;
import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.spring.event.ChannelDropEvent;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.demo.domain.Order;
import io.backpressure.demo.domain.PricedOrder;
import io.backpressure.demo.domain.Shipment;

import org.springframework.context.event.EventListener;

/**
 * The code of the README, compiled. None of it is a bean: it would take part in the demo.
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

	static class OrderDesk {

		private final BackpressureChannel<Order> orders;

		OrderDesk(BackpressureChannel<Order> orders) {
			this.orders = orders;
		}

		void place(Order order) throws InterruptedException {
			this.orders.send(order); // waits while the buffer is full
		}

		@ChannelListener("orders")
		void ship(Order order) {
			// on a thread of the listener
		}

	}

	static class Pipeline {

		@ChannelListener(channel = "orders", concurrency = "2-8", sendTo = "priced")
		PricedOrder price(Order order) {
			return new PricedOrder(order, order.quantity() * 1_995L);
		}

		@ChannelListener(channel = "shipments", batchSize = "50", batchTimeout = "100ms")
		void book(List<Shipment> shipments) {
		}

		@ChannelListener("failed")
		void inspect(FailedValue failed) {
		}

	}

	static class Night {

		private final ListenerRegistry listeners;

		Night(ListenerRegistry listeners) {
			this.listeners = listeners;
		}

		void fall() {
			this.listeners.get("pricing").pause();
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
