package io.backpressure.channel;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for discarding buffered values.
 */
@EveryCapacity
class PurgeTests {

	private final BufferKind buffer;

	private final int capacity;

	private final Recorder<Integer> recorder = new Recorder<>();

	private BackpressureChannel<Integer> channel;

	PurgeTests(BufferKind buffer, int capacity) {
		this.buffer = buffer;
		this.capacity = capacity;
	}

	@Test
	void purgeDiscardsInOrderUnderEveryStrategy() {
		for (BackpressureStrategy strategy : BackpressureStrategy.values()) {
			BackpressureChannel<Integer> channel = full(strategy);
			assertThat(channel.purge()).isEqualTo(this.capacity);
			assertThat(this.recorder.drops()).containsExactlyElementsOf(values());
			assertThat(this.recorder.threads()).containsOnly(Thread.currentThread());
			assertThat(channel.size()).isZero();
			assertThat(channel.stats().purgedCount()).isEqualTo(this.capacity);
			assertThat(channel.stats().droppedCount()).isZero();
			assertThat(channel.stats().receiveCount()).isZero();
			assertThat(channel.stats().lastReceiveTime()).isNull();
			this.recorder.drops().clear();
			this.recorder.threads().clear();
		}
	}

	@Test
	void emptyChannelHasNothingToPurge() {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, this.capacity);
		assertThat(channel.purge()).isZero();
		assertThat(channel.stats().purgedCount()).isZero();
	}

	@Test
	void channelWorksAfterPurge() throws Exception {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.BLOCK);
		for (int round = 0; round < 3; round++) {
			channel.purge();
			assertThat(BufferKind.filled(channel).size()).isEqualTo(this.capacity);
		}
		assertThat(channel.receive()).isZero();
		channel.close();
		assertThat(channel.purge()).isEqualTo(this.capacity - 1);
		assertThat(channel.stats().sendCount()).isEqualTo(4L * this.capacity);
		assertThat(channel.stats().purgedCount()).isEqualTo(4L * this.capacity - 1);
	}

	@Test
	void sizeFollowsFromCountsUnderEveryStrategy() {
		for (BackpressureStrategy strategy : BackpressureStrategy.values()) {
			BackpressureChannel<Integer> channel = this.buffer.channel(strategy, this.capacity);
			for (int round = 0; round < 3; round++) {
				for (int value = 0; value < this.capacity + 3; value++) {
					channel.trySend(value);
				}
				channel.tryReceive();
				channel.purge();
				channel.trySend(round);
				ChannelStats stats = channel.stats();
				long evicted = (strategy == BackpressureStrategy.DROP_OLDEST) ? stats.droppedCount() : 0;
				assertThat(stats.sendCount() - stats.receiveCount() - evicted - stats.purgedCount())
					.isEqualTo(channel.size())
					.isOne();
			}
		}
	}

	@Test
	void everyWaitingSenderGetsRoom() throws Exception {
		for (int round = 0; round < this.buffer.times(3 + 60 / this.capacity); round++) {
			BackpressureChannel<Integer> channel = full(BackpressureStrategy.BLOCK);
			List<TestThread<Void>> senders = TestThread.runEach(this.capacity + 2,
					(value) -> () -> channel.send(value));
			senders.forEach(TestThread::awaitParked);
			Poll.until(() -> {
				channel.purge();
				return senders.stream().allMatch(TestThread::isDone);
			});
			TestThread.joinAll(senders);
		}
	}

	@Test
	void valuesAcceptedDuringPurgeAreKept() {
		BackpressureChannel<Integer> channel = this.buffer
			.build(BackpressureChannel.<Integer>builder().bufferSize(this.capacity).onDrop(this::sendAgain));
		this.channel = BufferKind.filled(channel);
		assertThat(channel.purge()).isEqualTo(this.capacity);
		assertThat(Drain.of(channel)).containsExactlyElementsOf(values().stream().map((value) -> -value).toList());
	}

	private void sendAgain(int value) {
		assertThat(this.channel.trySend(-value)).isEqualTo(SendResult.SENT);
	}

	private BackpressureChannel<Integer> full(BackpressureStrategy strategy) {
		return BufferKind.filled(this.buffer.build(this.recorder.on(BackpressureChannel.<Integer>builder())
			.name("test")
			.strategy(strategy)
			.bufferSize(this.capacity)));
	}

	private List<Integer> values() {
		return IntStream.range(0, this.capacity).boxed().toList();
	}

}
