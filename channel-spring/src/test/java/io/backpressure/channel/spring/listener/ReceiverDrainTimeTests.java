package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.support.TimeSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the waits of {@link ReceiverDrain}, measured by a time source that the tests
 * control.
 */
@Timeout(180)
class ReceiverDrainTimeTests {

	private final BackpressureChannel<Integer> orders = BackpressureChannel.create(10);

	private long now;

	@BeforeEach
	void receiveFirstValue() throws InterruptedException {
		for (int value = 0; value < 5; value++) {
			this.orders.send(value);
		}
		this.orders.receive();
		this.orders.close();
	}

	@Test
	void receiverIsAwaitedWhileClockStandsStill() {
		await(Duration.ofHours(1), (reads) -> {
			if (reads % 3 == 0) {
				this.orders.tryReceive();
			}
		});
		assertThat(this.orders.size()).isZero();
	}

	@Test
	void receiverWithoutProgressIsAwaitedOnlyBriefly() {
		await(Duration.ofHours(1), (reads) -> this.now += TimeUnit.MILLISECONDS.toNanos(100));
		assertThat(this.orders.size()).isEqualTo(4);
		assertThat(this.now).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
	}

	@Test
	void receiverWithProgressIsAwaitedUpToTheLimit() {
		await(Duration.ofMillis(600), (reads) -> {
			this.now += TimeUnit.MILLISECONDS.toNanos(100);
			if (reads == 1) {
				this.orders.tryReceive();
			}
		});
		assertThat(this.orders.size()).isEqualTo(3);
		assertThat(this.now).isEqualTo(TimeUnit.MILLISECONDS.toNanos(600));
	}

	@Test
	void channelThatNeverHadReceiverIsNotAwaited() throws InterruptedException {
		BackpressureChannel<Integer> unread = BackpressureChannel.create(10);
		unread.send(1);
		unread.close();
		await(List.of(unread), Duration.ofHours(1), (reads) -> this.now += TimeUnit.MILLISECONDS.toNanos(100));
		assertThat(this.now).isZero();
		await(List.of(unread, this.orders), Duration.ofHours(1), (reads) -> this.orders.tryReceive());
		assertThat(this.orders.size()).isZero();
		assertThat(unread.size()).isEqualTo(1);
	}

	private void await(Duration limit, IntConsumer onRead) {
		await(List.of(this.orders), limit, onRead);
	}

	/**
	 * Wait. Whenever the wait reads the remaining time, call an action with the number of
	 * reads so far.
	 */
	private void await(List<BackpressureChannel<?>> channels, Duration limit, IntConsumer onRead) {
		ReceiverDrain.await(channels, limit, new TimeSource() {

			private int reads;

			@Override
			public long nanoTime() {
				return ReceiverDrainTimeTests.this.now;
			}

			@Override
			public long remaining(long deadline) {
				onRead.accept(++this.reads);
				return Math.min(TimeUnit.MILLISECONDS.toNanos(1), deadline - nanoTime());
			}

		});
	}

}
