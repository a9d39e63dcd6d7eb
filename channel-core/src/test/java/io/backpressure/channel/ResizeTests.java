package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for changes of the capacity.
 */
@EveryBuffer
class ResizeTests {

	private static final int MAX = 8;

	private static final int RESIZES = 10_000;

	private static final int THREADS = 4;

	private final BufferKind buffer;

	private final Recorder<Integer> recorder = new Recorder<>();

	ResizeTests(BufferKind buffer) {
		this.buffer = buffer;
	}

	@BeforeEach
	void assumeResize() {
		this.buffer.assume(BufferKind.Feature.RESIZE);
	}

	@Test
	void capacityFollowsResize() {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.BLOCK, 3);
		assertThat(channel.maxBufferSize()).isEqualTo(MAX);
		for (int capacity : new int[] { 5, 1, MAX, 2, 2, 3 }) {
			channel.resize(capacity);
			assertThat(channel.capacity()).isEqualTo(capacity);
			for (int lap = 0; lap < 3; lap++) {
				assertThat(fill(channel)).isEqualTo(capacity);
				assertThat(channel.size()).isEqualTo(capacity);
				assertThat(Drain.of(channel)).isEqualTo(values(0, capacity));
			}
		}
	}

	@Test
	void sizeOutOfRangeIsRefused() {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.BLOCK, 3);
		assertThatIllegalArgumentException().isThrownBy(() -> channel.resize(0)).withMessageContaining("but is 0");
		assertThatIllegalArgumentException().isThrownBy(() -> channel.resize(MAX + 1))
			.withMessageContaining("maxBufferSize")
			.withMessageContaining("9");
		BackpressureChannel<Integer> fixed = this.buffer.full(2);
		assertThat(fixed.maxBufferSize()).isEqualTo(2);
		assertThatIllegalArgumentException().isThrownBy(() -> fixed.resize(3)).withMessageContaining("maxBufferSize");
		assertThatIllegalStateException()
			.isThrownBy(() -> BackpressureChannel.builder().bufferSize(3).maxBufferSize(2).build())
			.withMessageContaining("maxBufferSize");
		assertThat(channel.capacity()).isEqualTo(3);
	}

	@Test
	void growingWakesEverySenderThatGetsRoom() throws Exception {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.BLOCK, 2);
		fill(channel);
		List<TestThread<Void>> senders = new ArrayList<>();
		for (int sender = 0; sender < MAX - 2; sender++) {
			senders.add(TestThread.run(() -> channel.send(9)).awaitParked());
		}
		channel.resize(MAX);
		TestThread.joinAll(senders);
		assertThat(channel.size()).isEqualTo(MAX);
	}

	@Test
	void shrinkingLosesNothingAndLeavesNoRoom() {
		for (BackpressureStrategy strategy : List.of(BackpressureStrategy.BLOCK, BackpressureStrategy.DROP,
				BackpressureStrategy.ERROR)) {
			BackpressureChannel<Integer> channel = channel(strategy, MAX);
			fill(channel);
			channel.resize(3);
			for (int value = 0; value < MAX - 3; value++) {
				assertThat(channel.trySend(9)).isNotEqualTo(SendResult.SENT);
				assertThat(channel.tryReceive()).isEqualTo(value);
			}
			assertThat(channel.trySend(9)).isNotEqualTo(SendResult.SENT);
			assertThat(channel.trySendAll(values(0, 2))).isZero();
			assertThat(channel.tryReceive()).isEqualTo(MAX - 3);
			assertThat(channel.trySend(9)).isEqualTo(SendResult.SENT);
			assertThat(channel.trySend(9)).isNotEqualTo(SendResult.SENT);
			assertThat(Drain.of(channel)).containsExactly(MAX - 2, MAX - 1, 9);
		}
	}

	@Test
	void shrinkingInvalidatesCachedRoom() {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.BLOCK, MAX);
		assertThat(channel.trySend(0)).isEqualTo(SendResult.SENT);
		channel.resize(2);
		assertThat(channel.trySend(1)).isEqualTo(SendResult.SENT);
		assertThat(channel.trySend(2)).isEqualTo(SendResult.FULL);
		channel.resize(1);
		channel.resize(4);
		assertThat(channel.trySendAll(values(2, 9))).isEqualTo(2);
		assertThat(Drain.of(channel)).isEqualTo(values(0, 4));
	}

	@Test
	void shrinkingEvictsTheOldestUnderDropOldest() {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.DROP_OLDEST, MAX);
		fill(channel);
		channel.resize(3);
		assertThat(this.recorder.drops()).isEqualTo(values(0, MAX - 3));
		assertThat(channel.size()).isEqualTo(3);
		assertThat(channel.stats().droppedCount()).isEqualTo(MAX - 3);
		assertThat(channel.trySend(MAX)).isEqualTo(SendResult.SENT);
		assertThat(channel.trySend(MAX + 1)).isEqualTo(SendResult.SENT);
		assertThat(this.recorder.drops()).isEqualTo(values(0, MAX - 1));
		channel.resize(4);
		assertThat(channel.trySend(MAX + 2)).isEqualTo(SendResult.SENT);
		assertThat(Drain.of(channel)).isEqualTo(values(MAX - 1, MAX + 3));
	}

	@Test
	void closedChannelCanBeResized() {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.BLOCK, 3);
		fill(channel);
		channel.close();
		channel.resize(1);
		channel.resize(MAX);
		assertThat(channel.trySend(9)).isEqualTo(SendResult.CLOSED);
		assertThat(Drain.of(channel)).isEqualTo(values(0, 3));
		assertThat(channel.isDrained()).isTrue();
	}

	@Test
	void resizingUnderLoadLosesNothingAndKeepsTheBound() throws Exception {
		for (BackpressureStrategy strategy : List.of(BackpressureStrategy.BLOCK, BackpressureStrategy.DROP_OLDEST)) {
			this.recorder.drops().clear();
			BackpressureChannel<Integer> channel = channel(strategy, MAX);
			AtomicBoolean stopped = new AtomicBoolean();
			AtomicInteger next = new AtomicInteger();
			Set<Integer> received = ConcurrentHashMap.newKeySet();
			List<TestThread<Void>> senders = TestThread.runEach(THREADS, (number) -> () -> {
				while (!stopped.get()) {
					channel.send(next.getAndIncrement());
				}
			});
			List<TestThread<Void>> receivers = TestThread.runEach(THREADS,
					(number) -> () -> receive(channel, received));
			SplittableRandom random = new SplittableRandom(17);
			for (int resize = 0; resize < RESIZES; resize++) {
				int capacity = 1 + random.nextInt(MAX);
				channel.resize(capacity);
				int before = channel.size();
				assertThat(channel.size()).isLessThanOrEqualTo(Math.max(before, capacity));
				assertThat(channel.size()).isLessThanOrEqualTo(Math.max(before, capacity));
			}
			channel.resize(1 + random.nextInt(MAX));
			stopped.set(true);
			TestThread.joinAll(senders);
			Poll.until(() -> channel.size() == 0);
			channel.close();
			TestThread.joinAll(receivers);
			assertThat(channel.stats().sendCount()).isEqualTo(next.get());
			assertThat(channel.stats().receiveCount()).isEqualTo(received.size());
			assertThat(channel.stats().droppedCount()).isEqualTo(this.recorder.drops().size());
			received.addAll(this.recorder.drops());
			assertThat(received).hasSize(next.get());
		}
	}

	private static void receive(BackpressureChannel<Integer> channel, Set<Integer> received)
			throws InterruptedException {
		try {
			for (int size = 1;; size = 1 + size % 5) {
				for (int value : channel.receiveBatch(size, Duration.ofHours(1))) {
					assertThat(received.add(value)).as("received once").isTrue();
				}
			}
		}
		catch (ChannelClosedException ex) {
			// ends the loop
		}
	}

	private BackpressureChannel<Integer> channel(BackpressureStrategy strategy, int capacity) {
		return this.buffer.build(this.recorder.on(BackpressureChannel.<Integer>builder())
			.strategy(strategy)
			.bufferSize(capacity)
			.maxBufferSize(MAX));
	}

	/** Send 0, 1, 2... until the channel is full. Returns the number of values sent. */
	private static int fill(BackpressureChannel<Integer> channel) {
		int value = 0;
		while (value < channel.capacity() && channel.trySend(value) == SendResult.SENT) {
			value++;
		}
		return value;
	}

	private static List<Integer> values(int from, int to) {
		return IntStream.range(from, to).boxed().toList();
	}

}
