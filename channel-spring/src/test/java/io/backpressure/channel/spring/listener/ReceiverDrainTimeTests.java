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
 * Waits of {@link ReceiverDrain}, which a time source measures.
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
		await(Duration.ofHours(1), (looks) -> {
			if (looks % 3 == 0) {
				this.orders.tryReceive();
			}
		});
		assertThat(this.orders.size()).isZero();
	}

	@Test
	void receiverWithoutProgressIsAwaitedOnlyBriefly() {
		await(Duration.ofHours(1), (looks) -> this.now += TimeUnit.MILLISECONDS.toNanos(100));
		assertThat(this.orders.size()).isEqualTo(4);
		assertThat(this.now).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
	}

	@Test
	void receiverWithProgressIsAwaitedUpToTheLimit() {
		await(Duration.ofMillis(600), (looks) -> {
			this.now += TimeUnit.MILLISECONDS.toNanos(100);
			if (looks == 1) {
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
		await(List.of(unread), Duration.ofHours(1), (looks) -> this.now += TimeUnit.MILLISECONDS.toNanos(100));
		assertThat(this.now).isZero();
		await(List.of(unread, this.orders), Duration.ofHours(1), (looks) -> this.orders.tryReceive());
		assertThat(this.orders.size()).isZero();
		assertThat(unread.size()).isEqualTo(1);
	}

	private void await(Duration limit, IntConsumer onLook) {
		await(List.of(this.orders), limit, onLook);
	}

	/**
	 * Wait, and call an action with the number of reads so far whenever the wait reads
	 * the remaining time.
	 */
	private void await(List<BackpressureChannel<?>> channels, Duration limit, IntConsumer onLook) {
		ReceiverDrain.await(channels, limit, new TimeSource() {

			private int looks;

			@Override
			public long nanoTime() {
				return ReceiverDrainTimeTests.this.now;
			}

			@Override
			public long remaining(long deadline) {
				onLook.accept(++this.looks);
				return Math.min(TimeUnit.MILLISECONDS.toNanos(1), deadline - nanoTime());
			}

		});
	}

}
