package io.backpressure.demo.docs;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelSender;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.demo.domain.Order;
import reactor.core.Disposable;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Bean;
import org.springframework.integration.annotation.Poller;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.scheduling.annotation.Async;

/**
 * The code of {@code docs/migration.md}, before and after a migration. None of it is a
 * bean.
 */
final class MigrationExamples {

	private static final Order POISON = new Order(-1, "none", 0);

	private MigrationExamples() {
	}

	/** Base class of the examples that pass orders to a carrier. */
	abstract static class Warehouse {

		final Carrier carrier = (order) -> {
		};

	}

	/** Carrier that books the transport of orders. */
	interface Carrier {

		void book(Order order);

	}

	static class AsyncBefore extends Warehouse {

		@Async
		void ship(Order order) {
			this.carrier.book(order);
		}

	}

	static class AsyncAfter extends Warehouse {

		@ChannelListener(channel = "shipping", concurrency = "2-8")
		void ship(Order order) {
			this.carrier.book(order);
		}

	}

	static class QueueBefore {

		private final BlockingQueue<Order> orders = new ArrayBlockingQueue<>(100);

		boolean place(Order order) throws InterruptedException {
			return this.orders.offer(order, 2, TimeUnit.SECONDS);
		}

		void run() throws InterruptedException {
			for (Order order = this.orders.take(); order != POISON; order = this.orders.take()) {
				ship(order);
			}
		}

		void ship(Order order) {
		}

	}

	static class QueueAfter {

		private final BackpressureChannel<Order> orders = BackpressureChannel.create(100);

		void place(Order order) throws InterruptedException {
			this.orders.send(order, Duration.ofSeconds(2)); // or ChannelTimeoutException
		}

		void run() throws InterruptedException {
			this.orders.forEach(this::ship); // until closed and drained
		}

		void ship(Order order) {
		}

	}

	static class IntegrationBefore extends Warehouse {

		@Bean
		QueueChannel orders() {
			return new QueueChannel(100);
		}

		@ServiceActivator(inputChannel = "orders", poller = @Poller(fixedDelay = "10"))
		void ship(Order order) {
			this.carrier.book(order);
		}

	}

	static class IntegrationAfter extends Warehouse {

		@ChannelListener("orders")
		void ship(Order order) {
			this.carrier.book(order);
		}

	}

	static class ReactorBefore extends Warehouse {

		private final Sinks.Many<Order> orders = Sinks.many()
			.unicast()
			.onBackpressureBuffer(new ArrayBlockingQueue<>(100));

		boolean place(Order order) {
			return this.orders.tryEmitNext(order).isSuccess(); // not if two threads emit
		}

		Disposable start() {
			return this.orders.asFlux().publishOn(Schedulers.boundedElastic()).subscribe(this::ship);
		}

		void ship(Order order) {
			this.carrier.book(order);
		}

	}

	static class ReactorAfter extends Warehouse {

		private final ChannelSender<Order> orders;

		ReactorAfter(ChannelSender<Order> orders) {
			this.orders = orders;
		}

		boolean place(Order order) {
			return this.orders.trySend(order) == SendResult.SENT; // from any thread
		}

		@ChannelListener("orders")
		void ship(Order order) {
			this.carrier.book(order);
		}

	}

}
