package io.backpressure.channel.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;

import io.backpressure.channel.benchmarks.listening.Listening;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that peers lose no values, and drop them where they should. Otherwise the
 * comparison would be unfair.
 */
@Timeout(180)
class ImplementationTests {

	private static final int EACH = 5_000;

	static Stream<Implementation> handoffs() {
		return Stream.of(Implementation.values())
			.filter((implementation) -> implementation.isSupported() && implementation.listening() == null);
	}

	static Stream<Implementation> listeners() {
		return Stream.of(Implementation.values()).filter((implementation) -> implementation.listening() != null);
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
	void twoByTwoThreadsReceiveEveryValueOnce(Implementation implementation) throws Exception {
		Handoff handoff = implementation.create(16);
		AtomicIntegerArray received = new AtomicIntegerArray(2 * EACH);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Future<?>> all = new ArrayList<>();
			for (int side = 0; side < 2; side++) {
				int first = side * EACH;
				all.add(threads.submit(() -> {
					for (int i = 0; i < EACH; i++) {
						handoff.put(first + i);
					}
					return null;
				}));
				all.add(threads.submit(() -> {
					for (int i = 0; i < EACH; i++) {
						received.incrementAndGet(handoff.take());
					}
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
	void fullBuffersDrop(Implementation implementation) {
		Assumptions.assumeTrue(implementation.supportsDropping());
		Sink oldest = FullBuffer.droppingOldest(implementation, 16);
		Sink newest = FullBuffer.droppingNewest(implementation, 16);
		for (int i = 0; i < 100; i++) {
			assertThat(oldest.send(i)).isTrue();
			newest.send(i);
		}
	}

}
