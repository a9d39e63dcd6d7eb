package io.backpressure.demo.docs;

import java.time.Duration;
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
