package io.backpressure.demo.docs;

import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.demo.domain.Order;
import io.backpressure.demo.domain.PricedOrder;
import io.backpressure.demo.domain.Shipment;

/**
 * The code of the README. None of it is a bean.
 */
final class ReadmeExamples {

	private ReadmeExamples() {
	}

	static class OrderDesk {

		private final BackpressureChannel<Order> orders;

		OrderDesk(BackpressureChannel<Order> orders) {
			this.orders = orders;
		}

		void place(Order order) throws InterruptedException {
			this.orders.send(order); // blocks while the buffer is full
		}

		@ChannelListener("orders")
		void ship(Order order) {
			// runs on a thread of the listener
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

}
