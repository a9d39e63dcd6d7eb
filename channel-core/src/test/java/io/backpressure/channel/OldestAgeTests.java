package io.backpressure.channel;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the age of the oldest value while that value is being evicted.
 */
@Timeout(180)
class OldestAgeTests {

	private static final int EVICTIONS = 5_000;

	private static final long SPACING_NANOS = 20_000;

	@Test
	void oldestAgeIsNeverThatOfTheNewestValue() throws Exception {
		BackpressureChannel<Integer> channel = BackpressureChannel.<Integer>builder()
			.bufferSize(2)
			.strategy(BackpressureStrategy.DROP_OLDEST)
			.measureBufferWait(true)
			.build();
		channel.send(0);
		pause();
		channel.send(1);
		pause();
		TestThread<Void> evicting = TestThread.run(() -> {
			for (int value = 2; value < EVICTIONS; value++) {
				channel.send(value);
				pause();
			}
		});
		Duration youngest = channel.oldestAge();
		while (channel.stats().droppedCount() < EVICTIONS - 2) {
			Duration age = channel.oldestAge();
			youngest = (age.compareTo(youngest) < 0) ? age : youngest;
		}
		evicting.result();
		assertThat(youngest).isGreaterThanOrEqualTo(Duration.ofNanos(SPACING_NANOS));
	}

	/** Let the last value age before the next one is sent. */
	private static void pause() {
		long start = System.nanoTime();
		while (System.nanoTime() - start < SPACING_NANOS) {
			Thread.onSpinWait();
		}
	}

}
