package io.backpressure.channel.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.backpressure.channel.benchmarks.async.AsyncCalls;
import io.backpressure.channel.benchmarks.async.AsyncHandoff;
import io.backpressure.channel.benchmarks.batch.BatchHandoff;
import io.backpressure.channel.benchmarks.listening.Listening;
import io.backpressure.channel.benchmarks.select.SelectHandoff;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no implementation loses a value that it must not drop, and that a send to a
 * full buffer that drops values does not wait. Otherwise the comparison would be unfair.
 */
@Timeout(180)
class ImplementationTests {

	private static final int EACH = 5_000;

	private static final int BATCH = 10;

	static Stream<Implementation> handoffs() {
		return Stream.of(Implementation.values())
			.filter((implementation) -> implementation.isSupported() && implementation.isHandoff());
	}

	static Stream<Implementation> listeners() {
		return Stream.of(Implementation.values()).filter((implementation) -> implementation.listening() != null);
	}

	static Stream<Implementation> asynchronous() {
		return Stream.of(Implementation.values()).filter(Implementation::supportsAsync);
	}

	static Stream<Implementation> selects() {
		return Stream.of(Implementation.values())
			.filter((implementation) -> implementation.isSupported() && implementation.supportsSelect());
	}

	static Stream<Implementation> batches() {
		return Stream.of(Implementation.values()).filter(Implementation::supportsBatches);
	}

	@ParameterizedTest
	@MethodSource("listeners")
	void listenersReceiveEveryValueOnce(Implementation implementation) throws Exception {
		AtomicIntegerArray received = new AtomicIntegerArray(EACH);
		AtomicInteger count = new AtomicInteger();
		Listening listening = implementation.listening().start(2, (value) -> {
			received.incrementAndGet(value);
			count.incrementAndGet();
		});
		for (int value = 0; value < EACH; value++) {
			listening.send(value);
		}
		while (count.get() < EACH) {
			Thread.onSpinWait();
		}
		for (int value = 0; value < EACH; value++) {
			assertThat(received.get(value)).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@MethodSource("handoffs")
	void twoReceiversReceiveEveryValueOfTwoSendersOnce(Implementation implementation) throws Exception {
		Handoff handoff = implementation.create(16);
		exchange(2, (first) -> {
			for (int i = 0; i < EACH; i++) {
				handoff.put(first + i);
			}
		}, (received) -> {
			for (int i = 0; i < EACH; i++) {
				received.accept(handoff.take());
			}
		});
	}

	@ParameterizedTest
	@MethodSource("batches")
	void twoReceiversReceiveEveryBatchedValueOnce(Implementation implementation) throws Exception {
		BatchHandoff handoff = BatchHandoff.create(implementation, 16);
		exchange(2, (first) -> {
			for (int i = 0; i < EACH; i += BATCH) {
				handoff.putAll(IntStream.range(first + i, first + i + BATCH).boxed().toList());
			}
		}, (received) -> {
			for (int left = EACH; left > 0;) {
				left -= handoff.take(Math.min(BATCH, left), received);
			}
		});
	}

	@ParameterizedTest
	@MethodSource("selects")
	void selectsReceiveEveryValueOnce(Implementation implementation) throws Exception {
		Handoff handoff = SelectHandoff.create(implementation, 4, 16);
		exchange(1, (first) -> {
			for (int i = 0; i < EACH; i++) {
				handoff.put(first + i);
			}
		}, (received) -> {
			for (int i = 0; i < EACH; i++) {
				received.accept(handoff.take());
			}
		});
	}

	@ParameterizedTest
	@MethodSource("asynchronous")
	void asynchronousCallsKeepTheOrder(Implementation implementation) throws Exception {
		AsyncHandoff handoff = AsyncCalls.chained(implementation, 16);
		for (int run = 0; run < 2; run++) {
			List<Integer> received = new ArrayList<>();
			CompletableFuture<?> receiver = handoff.receive(EACH, received::add);
			CompletableFuture<?> sender = handoff.send(EACH, (index) -> index);
			CompletableFuture.allOf(sender, receiver).get(2, TimeUnit.MINUTES);
			assertThat(received).isEqualTo(IntStream.range(0, EACH).boxed().toList());
		}
	}

	@ParameterizedTest
	@MethodSource("asynchronous")
	void asynchronousCallsOfOneThreadCompleteAtOnce(Implementation implementation) throws Exception {
		Handoff handoff = AsyncCalls.completed(implementation, 16);
		for (int i = 0; i < 100; i++) {
			handoff.put(i);
			assertThat(handoff.take()).isEqualTo(i);
		}
	}

	@ParameterizedTest
	@MethodSource("handoffs")
	void pollingImplementationsAreBounded(Implementation implementation) {
		Assumptions.assumeTrue(implementation.create(16) instanceof Polling);
		Polling queue = (Polling) implementation.create(16);
		assertThat(queue.poll()).isNull();
		for (int i = 0; i < 16; i++) {
			assertThat(queue.offer(i)).isTrue();
		}
		assertThat(queue.offer(16)).isFalse();
		assertThat(queue.poll()).isZero();
	}

	@ParameterizedTest
	@MethodSource("handoffs")
	void fullBuffersDropWithoutWaiting(Implementation implementation) {
		Assumptions.assumeTrue(implementation.supportsDropping());
		Sink oldest = FullBuffer.droppingOldest(implementation, 16);
		Sink newest = FullBuffer.droppingNewest(implementation, 16);
		for (int i = 0; i < 100; i++) {
			assertThat(oldest.send(i)).isTrue();
			// Kotlin reports a dropped value as sent
			assertThat(newest.send(i)).isEqualTo(implementation == Implementation.KOTLIN);
		}
	}

	/**
	 * Let each thread send or receive {@link #EACH} values. Check that each value is
	 * received once.
	 */
	private static void exchange(int pairs, Sender sender, Receiver receiver) throws Exception {
		AtomicIntegerArray received = new AtomicIntegerArray(pairs * EACH);
		ExecutorService threads = Executors.newFixedThreadPool(2 * pairs);
		try {
			List<Future<?>> all = new ArrayList<>();
			for (int pair = 0; pair < pairs; pair++) {
				int first = pair * EACH;
				all.add(threads.submit(() -> {
					sender.send(first);
					return null;
				}));
				all.add(threads.submit(() -> {
					receiver.receive(received::incrementAndGet);
					return null;
				}));
			}
			for (Future<?> one : all) {
				one.get(2, TimeUnit.MINUTES);
			}
		}
		finally {
			threads.shutdownNow();
		}
		for (int i = 0; i < received.length(); i++) {
			assertThat(received.get(i)).isEqualTo(1);
		}
	}

	private interface Sender {

		void send(int first) throws Exception;

	}

	private interface Receiver {

		void receive(Consumer<Integer> received) throws Exception;

	}

}
