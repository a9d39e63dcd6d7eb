package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for closing, draining, batches and loops.
 */
@EveryBuffer
class CloseTests {

	private final BufferKind buffer;

	CloseTests(BufferKind buffer) {
		this.buffer = buffer;
	}

	@Test
	void closedChannelRejectsSendsUnderEveryStrategy() {
		for (BackpressureStrategy strategy : BackpressureStrategy.values()) {
			BackpressureChannel<Integer> channel = BufferKind.filled(this.buffer.channel(strategy, 2));
			channel.close();
			channel.close();
			assertThat(channel.isClosed()).isTrue();
			assertThat(channel.trySend(9)).isEqualTo(SendResult.CLOSED);
			assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(() -> channel.send(9));
			assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(() -> channel.send(9, Duration.ZERO));
			assertThat(channel.stats().droppedCount()).isZero();
			assertThat(channel.size()).isEqualTo(2);
		}
	}

	@Test
	void everyKindOfReceiveDrainsBufferedValues() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(6);
		channel.close();
		assertThat(channel.receive()).isZero();
		assertThat(channel.tryReceive()).isEqualTo(1);
		assertThat(channel.receive(Duration.ZERO)).isEqualTo(2);
		assertThat(channel.receiveBatch(2, Duration.ofHours(1))).containsExactly(3, 4);
		assertThat(channel.receiveBatch(2, Duration.ofHours(1))).containsExactly(5);
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(channel::tryReceive);
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(channel::receive);
		assertThatExceptionOfType(ChannelClosedException.class)
			.isThrownBy(() -> channel.receiveBatch(2, Duration.ofHours(1)));
	}

	@Test
	void closeRejectsWaitingSendersAndTheirValues() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		List<TestThread<Void>> senders = TestThread.runEach(5, (number) -> () -> channel.send(10 + number));
		senders.forEach(TestThread::awaitParked);
		channel.close();
		for (TestThread<Void> sender : senders) {
			assertThat(sender.failure()).isInstanceOf(ChannelClosedException.class);
		}
		assertThat(Drain.of(channel)).containsExactly(0);
		assertThat(channel.stats().blockedSends()).isEqualTo(5);
	}

	@Test
	void closeWakesAllWaitingReceivers() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		List<TestThread<Void>> receivers = TestThread.runEach(5, (number) -> channel::receive);
		receivers.forEach(TestThread::awaitParked);
		channel.close();
		for (TestThread<Void> receiver : receivers) {
			assertThat(receiver.failure()).isInstanceOf(ChannelClosedException.class);
		}
	}

	@Test
	void closeActionsRunOnceAndImmediatelyIfClosed() {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		AtomicInteger recorder = new AtomicInteger();
		channel.onClose(recorder::incrementAndGet);
		channel.onClose(recorder::incrementAndGet).close();
		channel.close();
		channel.close();
		assertThat(recorder).hasValue(1);
		channel.onClose(recorder::incrementAndGet);
		assertThat(recorder).hasValue(2);
	}

	@Test
	void loopEndsWhenChannelIsClosedAndDrained() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer
			.build(BackpressureChannel.<Integer>builder().bufferSize(2).receiveTimeout(Duration.ofMillis(1)));
		List<Integer> received = new ArrayList<>();
		TestThread<Void> loop = TestThread.run(() -> channel.forEach(received::add)).awaitParked();
		for (int value = 0; value < 100; value++) {
			channel.send(value);
		}
		channel.close();
		loop.result();
		assertThat(received).hasSize(100).isSorted();
	}

	@Test
	void loopStartedDuringCloseReceivesEarlierValues() throws Exception {
		int times = this.buffer.times(1_000);
		for (int time = 0; time < times; time++) {
			BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
			List<Integer> received = new ArrayList<>();
			TestThread<Void> loop = TestThread.run(() -> channel.forEach(received::add));
			channel.send(time);
			channel.close();
			loop.result();
			assertThat(received).containsExactly(time);
		}
	}

	@Test
	void exceptionOfActionEndsLoop() {
		BackpressureChannel<Integer> channel = this.buffer.full(3);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> channel.forEach((value) -> {
			throw new IllegalStateException();
		}));
		assertThat(Drain.of(channel)).containsExactly(1, 2);
	}

	@Test
	void batchEndsWhenFullOrTimeIsUp() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(5);
		assertThat(channel.receiveBatch(3, Duration.ofHours(1))).containsExactly(0, 1, 2);
		assertThat(channel.receiveBatch(3, Duration.ZERO)).containsExactly(3, 4);
		assertThat(channel.receiveBatch(3, Duration.ofMillis(1))).isEmpty();
		assertThat(channel.receiveBatch(Integer.MAX_VALUE, Duration.ZERO)).isEmpty();
	}

	@Test
	void batchLargerThanBufferMakesRoomMeanwhile() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 2);
		TestThread<List<Integer>> batch = TestThread.call(() -> channel.receiveBatch(7, Duration.ofHours(1)));
		for (int value = 0; value < 7; value++) {
			channel.send(value);
		}
		assertThat(batch.result()).containsExactly(0, 1, 2, 3, 4, 5, 6);
		assertThat(channel.stats().receiveCount()).isEqualTo(7);
		assertThat(channel.stats().receiveCalls()).isEqualTo(1);
	}

	@Test
	void batchReturnsItsValuesOnInterrupt() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(2);
		TestThread<List<Integer>> batch = TestThread.call(() -> {
			List<Integer> values = channel.receiveBatch(3, Duration.ofHours(1));
			assertThat(Thread.interrupted()).isTrue();
			return values;
		}).awaitParked().interrupt();
		assertThat(batch.result()).containsExactly(0, 1);
		assertThat(
				TestThread.call(() -> channel.receiveBatch(3, Duration.ofHours(1))).awaitParked().interrupt().failure())
			.isInstanceOf(InterruptedException.class);
	}

	@Test
	void batchReturnsItsValuesOnClose() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(2);
		TestThread<List<Integer>> batch = TestThread.call(() -> channel.receiveBatch(3, Duration.ofHours(1)))
			.awaitParked();
		channel.close();
		assertThat(batch.result()).containsExactly(0, 1);
	}

}
