package io.backpressure.channel;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for sends to a full buffer under each strategy.
 */
@EveryCapacity
class FullBufferTests {

	private final BufferKind buffer;

	private final int capacity;

	private final Recorder<Integer> recorder = new Recorder<>();

	FullBufferTests(BufferKind buffer, int capacity) {
		this.buffer = buffer;
		this.capacity = capacity;
	}

	@Test
	void sendWaitsForRoomUnderBlock() throws Exception {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.BLOCK);
		TestThread<Void> sender = TestThread.run(() -> channel.send(this.capacity)).awaitParked();
		assertThat(channel.size()).isEqualTo(this.capacity);
		assertThat(channel.receive()).isZero();
		sender.result();
		assertThat(Drain.of(channel)).containsExactlyElementsOf(values(1, this.capacity + 1));
		assertThat(this.recorder.drops()).isEmpty();
	}

	@Test
	void trySendReturnsFullUnderBlock() {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.BLOCK);
		assertThat(channel.trySend(99)).isEqualTo(SendResult.FULL);
		assertThatNothingChanged(channel);
		assertThat(this.recorder.errors()).isEmpty();
	}

	@Test
	void sendDropsItsOwnValueUnderDrop() throws Exception {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.DROP);
		channel.send(98);
		channel.send(99);
		assertThat(this.recorder.drops()).containsExactly(98, 99);
		assertThat(channel.stats().droppedCount()).isEqualTo(2);
		assertThat(channel.stats().sendCount()).isEqualTo(this.capacity);
		assertThatNothingChanged(channel);
	}

	@Test
	void trySendReturnsDroppedUnderDrop() {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.DROP);
		assertThat(channel.trySend(99)).isEqualTo(SendResult.DROPPED);
		assertThat(this.recorder.drops()).containsExactly(99);
		assertThat(channel.stats().droppedCount()).isEqualTo(1);
		assertThatNothingChanged(channel);
	}

	@Test
	void sendReplacesTheHeadUnderDropOldest() throws Exception {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.DROP_OLDEST);
		channel.send(this.capacity);
		assertThat(this.recorder.drops()).containsExactly(0);
		assertThat(channel.size()).isEqualTo(this.capacity);
		assertThat(channel.stats().droppedCount()).isEqualTo(1);
		assertThat(channel.stats().sendCount()).isEqualTo(this.capacity + 1);
		assertThat(Drain.of(channel)).containsExactlyElementsOf(values(1, this.capacity + 1));
	}

	@Test
	void trySendReplacesTheHeadUnderDropOldest() {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.DROP_OLDEST);
		assertThat(channel.trySend(this.capacity)).isEqualTo(SendResult.SENT);
		assertThat(this.recorder.drops()).containsExactly(0);
		assertThat(channel.stats().droppedCount()).isEqualTo(1);
		assertThat(Drain.of(channel)).containsExactlyElementsOf(values(1, this.capacity + 1));
	}

	@Test
	void dropOldestKeepsTheNewestOverManyLaps() {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.DROP_OLDEST);
		int last = 5 * this.capacity + 3;
		values(0, last).forEach(channel::trySend);
		assertThat(this.recorder.drops()).containsExactlyElementsOf(values(0, last - this.capacity));
		assertThat(Drain.of(channel)).containsExactlyElementsOf(values(last - this.capacity, last));
	}

	@Test
	void evictionsWakeEveryWaitingReceiver() throws Exception {
		for (int round = 0; round < this.buffer.times(3 + 60 / this.capacity); round++) {
			BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.DROP_OLDEST, this.capacity);
			List<TestThread<Integer>> receivers = Stream.generate(() -> TestThread.call(channel::receive))
				.limit(this.capacity + 2)
				.toList();
			receivers.forEach(TestThread::awaitParked);
			Poll.until(() -> {
				values(0, this.buffer.times(1000)).forEach(channel::trySend);
				return receivers.stream().allMatch(TestThread::isDone);
			});
		}
	}

	@Test
	void sendThrowsAndCallerKeepsValueUnderError() {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.ERROR);
		assertThatExceptionOfType(ChannelFullException.class).isThrownBy(() -> channel.send(99)).satisfies((ex) -> {
			assertThat(ex.channelName()).isEqualTo("test");
			assertThat(ex.capacity()).isEqualTo(this.capacity);
			assertThat(ex).hasMessageContaining("test").hasMessageContaining(String.valueOf(this.capacity));
			assertThat(this.recorder.errors()).containsExactly(ex);
		});
		assertThatNothingChanged(channel);
	}

	@Test
	void trySendReturnsFullUnderError() {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.ERROR);
		assertThat(channel.trySend(99)).isEqualTo(SendResult.FULL);
		assertThat(this.recorder.errors()).singleElement().isInstanceOf(ChannelFullException.class);
		assertThatNothingChanged(channel);
	}

	@Test
	void freedSlotIsReusedUnderEveryStrategy() throws Exception {
		for (BackpressureStrategy strategy : BackpressureStrategy.values()) {
			BackpressureChannel<Integer> channel = full(strategy);
			assertThat(channel.receive()).isZero();
			channel.send(this.capacity);
			assertThat(channel.size()).isEqualTo(this.capacity);
			assertThat(Drain.of(channel)).containsExactlyElementsOf(values(1, this.capacity + 1));
		}
		assertThat(this.recorder.threads()).isEmpty();
	}

	private void assertThatNothingChanged(BackpressureChannel<Integer> channel) {
		assertThat(this.recorder.blocks()).isZero();
		assertThat(channel.size()).isEqualTo(this.capacity);
		assertThat(channel.stats().blockedSends()).isZero();
		assertThat(Drain.of(channel)).containsExactlyElementsOf(values(0, this.capacity));
	}

	private BackpressureChannel<Integer> full(BackpressureStrategy strategy) {
		return BufferKind.filled(channel(strategy));
	}

	private BackpressureChannel<Integer> channel(BackpressureStrategy strategy) {
		return this.buffer.build(this.recorder.on(BackpressureChannel.<Integer>builder())
			.name("test")
			.strategy(strategy)
			.bufferSize(this.capacity));
	}

	private static Iterable<Integer> values(int from, int to) {
		return IntStream.range(from, to).boxed().toList();
	}

}
