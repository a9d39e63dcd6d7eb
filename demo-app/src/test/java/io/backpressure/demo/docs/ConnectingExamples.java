package io.backpressure.demo.docs;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.ChannelSelect;
import io.backpressure.channel.ChannelTimeoutException;
import io.backpressure.channel.Selected;
import io.backpressure.demo.domain.Order;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/**
 * The code of {@code docs/connecting.md}. None of it is a bean.
 */
final class ConnectingExamples {

	private ConnectingExamples() {
	}

	static class Several {

		void ship(BackpressureChannel<Order> urgent, BackpressureChannel<Order> normal) throws InterruptedException {
			ChannelSelect<Order> select = ChannelSelect.ordered(urgent, normal);
			try (CancellationSource shift = CancellationSource.withTimeout(Duration.ofHours(8))) {
				for (;;) {
					Selected<Order> next = select.receive(shift.token());
					ship(next.value(), next.receiver() == urgent);
				}
			}
			catch (ChannelClosedException | ChannelTimeoutException ex) {
				// both channels are closed and drained, or the shift is over
			}
		}

		private void ship(Order order, boolean express) {
		}

	}

	static class Stream {

		private final BackpressureChannel<Order> orders;

		Stream(BackpressureChannel<Order> orders) {
			this.orders = orders;
		}

		@GetMapping(path = "/orders", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flow.Publisher<Order> orders() {
			return this.orders.publisher();
		}

		void connect(Flow.Publisher<Order> source) {
			source.subscribe(this.orders.subscriber());
		}

	}

	static class Batches {

		private final BackpressureChannel<Order> orders;

		private final Warehouse warehouse;

		Batches(BackpressureChannel<Order> orders, Warehouse warehouse) {
			this.orders = orders;
			this.warehouse = warehouse;
		}

		List<Order> send(List<Order> orders) {
			int sent = this.orders.trySendAll(orders);
			return orders.subList(sent, orders.size()); // to be sent later
		}

		void export() throws InterruptedException {
			for (List<Order> batch = next(); !batch.isEmpty(); batch = next()) {
				this.warehouse.insert(batch);
			}
		}

		private List<Order> next() throws InterruptedException {
			return this.orders.receiveBatch(100, Duration.ofSeconds(1));
		}

		interface Warehouse {

			void insert(List<Order> orders);

		}

	}

	static class End {

		private final BackpressureChannel<Order> orders;

		private final List<Order> journal;

		End(BackpressureChannel<Order> orders, List<Order> journal) {
			this.orders = orders;
			this.journal = journal;
		}

		void stop() throws InterruptedException {
			this.orders.close(new IllegalStateException("the warehouse is closed"));
			if (!this.orders.awaitDrained(Duration.ofSeconds(20))) {
				this.orders.purge(this.journal::add);
			}
		}

	}

	static class EventLoop {

		private final BackpressureChannel<Order> orders;

		EventLoop(BackpressureChannel<Order> orders) {
			this.orders = orders;
		}

		@PostMapping("/orders")
		Mono<ResponseEntity<Void>> place(@RequestBody Order order) {
			return Mono.fromFuture(() -> this.orders.sendAsync(order))
				.map((result) -> ResponseEntity.accepted().build());
		}

		static void build(Executor executor) {
			BackpressureChannel<Order> orders = BackpressureChannel.<Order>builder()
				.bufferSize(100)
				.sendTimeout(Duration.ofSeconds(2))
				.executor(executor)
				.build();
			orders.close();
		}

	}

}
