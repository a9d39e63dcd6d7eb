package io.backpressure.channel.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A peer that loses values, or drops none, would win unfairly.
 */
@Timeout(30)
class ImplementationTests {

	private static final int EACH = 5_000;

	@ParameterizedTest
	@EnumSource
	void twoByTwoThreadsGetEveryValueOnce(Implementation implementation) throws Exception {
		Assumptions.assumeTrue(implementation.isSupported());
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
				one.get(20, TimeUnit.SECONDS);
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
	@EnumSource
	void whatPollsIsBounded(Implementation implementation) {
		Assumptions.assumeTrue(implementation.isSupported());
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
	@EnumSource
	void fullBuffersDrop(Implementation implementation) {
		Assumptions.assumeTrue(implementation.isSupported() && implementation.supportsDropping());
		Sink oldest = FullBuffer.droppingOldest(implementation, 16);
		Sink newest = FullBuffer.droppingNewest(implementation, 16);
		for (int i = 0; i < 100; i++) {
			assertThat(oldest.send(i)).isTrue();
			newest.send(i);
		}
	}

}
