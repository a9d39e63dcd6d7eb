package io.backpressure.channel;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the limits and counts of a batch while values keep arriving.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchLimitTests {

	private static final int BUFFERED = 10;

	private final BackpressureChannel<Integer> channel = BackpressureChannel.<Integer>builder()
		.bufferSize(64)
		.measureBufferWait(true)
		.build();

	BatchLimitTests() throws InterruptedException {
		this.channel.observe(new BackpressureChannel.Observer<>() {

			@Override
			public void onReceive(long bufferedNanos) {
				BatchLimitTests.this.channel.trySend(1);
				// reading the statistics during a batch must not make a count too high
				BatchLimitTests.this.channel.stats();
			}

		});
		for (int value = 0; value < BUFFERED; value++) {
			this.channel.send(value);
		}
	}

	@Test
	void batchWithoutWaitTakesOnlyBufferedValues() throws Exception {
		assertThat(this.channel.receiveBatch(Integer.MAX_VALUE, Duration.ZERO)).hasSize(BUFFERED);
		assertThat(this.channel.receiveBatch(3, Duration.ZERO)).hasSize(3);
		assertThat(this.channel.size()).isEqualTo(BUFFERED);
	}

	@Test
	void batchEndsInTimeWhileValuesKeepComing() throws Exception {
		List<Integer> batch = this.channel.receiveBatch(Integer.MAX_VALUE, Duration.ofMillis(10));
		assertThat(batch).hasSizeGreaterThanOrEqualTo(BUFFERED);
		assertThat(this.channel.stats().receiveCalls()).isOne();
		assertThat(this.channel.stats().receiveCount()).isEqualTo(batch.size());
	}

	@Test
	void callCountNeverDecreasesDuringBatches() throws Exception {
		BackpressureChannel<Integer> channel = BackpressureChannel.create(1000);
		TestThread<Integer> receiver = TestThread.call(() -> {
			int received = 0;
			while (received < 400) {
				received += channel.receiveBatch(100, Duration.ofSeconds(20)).size();
			}
			return received;
		});
		long calls = 0;
		for (int value = 0; value < 400; value++) {
			channel.send(value);
			long now = channel.stats().receiveCalls();
			assertThat(now).isBetween(calls, 4L);
			calls = now;
		}
		receiver.result();
		assertThat(channel.stats().receiveCalls()).isEqualTo(4);
	}

}
