package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for runs: sends and receives of several values at once.
 */
@EveryCapacity
class RunTests {

	/**
	 * Number of low bits of a value, which hold its sequence number. The high bits hold
	 * the number of its sender.
	 */
	private static final int BITS = 20;

	private static final int VALUES = 3_000;

	private final BufferKind buffer;

	private final int capacity;

	private final Recorder<Integer> recorder = new Recorder<>();

	RunTests(BufferKind buffer, int capacity) {
		this.buffer = buffer;
		this.capacity = capacity;
	}

	@Test
	void trySendAllSendsFirstValuesThatFit() {
		for (BackpressureStrategy strategy : List.of(BackpressureStrategy.BLOCK, BackpressureStrategy.ERROR)) {
			BackpressureChannel<Integer> channel = channel(strategy);
			for (int lap = 0; lap < 3; lap++) {
				assertThat(channel.trySendAll(values(1))).isOne();
				assertThat(channel.trySendAll(values(this.capacity + 2))).isEqualTo(this.capacity - 1);
				assertThat(channel.trySendAll(values(2))).isZero();
				assertThat(channel.tryReceive()).isZero();
				assertThat(channel.trySendAll(values(2))).isOne();
				assertThat(channel.size()).isEqualTo(this.capacity);
				List<Integer> expected = new ArrayList<>(values(this.capacity - 1));
				expected.add(0);
				assertThat(Drain.of(channel)).isEqualTo(expected);
			}
			assertThat(channel.stats().sendCount()).isEqualTo(3L * (this.capacity + 1));
			assertThat(channel.stats().blockedSends()).isZero();
		}
		// under ERROR, each call that left values unsent failed once
		assertThat(this.recorder.errors()).hasSize(9).hasOnlyElementsOfType(ChannelFullException.class);
		assertThat(this.recorder.drops()).isEmpty();
	}

	@Test
	void trySendAllRepeatsTrySendUnderDrop() {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.DROP);
		assertThat(channel.trySendAll(values(this.capacity + 2))).isEqualTo(this.capacity);
		assertThat(this.recorder.drops()).containsExactly(this.capacity, this.capacity + 1);
		assertThat(channel.stats().droppedCount()).isEqualTo(2);
		assertThat(Drain.of(channel)).isEqualTo(values(this.capacity));
	}

	@Test
	void trySendAllRepeatsTrySendUnderDropOldest() {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.DROP_OLDEST);
		assertThat(channel.trySendAll(values(this.capacity + 2))).isEqualTo(this.capacity + 2);
		assertThat(this.recorder.drops()).containsExactly(0, 1);
		assertThat(Drain.of(channel)).isEqualTo(values(this.capacity + 2).subList(2, this.capacity + 2));
	}

	@Test
	void trySendAllToClosedChannelSendsNothing() {
		for (BackpressureStrategy strategy : BackpressureStrategy.values()) {
			BackpressureChannel<Integer> channel = channel(strategy);
			channel.close();
			assertThat(channel.trySendAll(values(2))).isZero();
			assertThat(channel.trySendAll(List.of())).isZero();
			assertThat(channel.stats().failedSends()).isOne();
			assertThat(channel.size()).isZero();
		}
		assertThat(this.recorder.errors()).hasSize(4).hasOnlyElementsOfType(ChannelClosedException.class);
		assertThat(this.recorder.drops()).isEmpty();
	}

	@Test
	void trySendAllRejectsNull() {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.BLOCK);
		assertThatNullPointerException().isThrownBy(() -> channel.trySendAll(Arrays.asList(1, null)))
			.withMessageContaining("values");
		assertThat(channel.size()).isZero();
	}

	@Test
	void runOfValuesWakesEveryReceiverThatGetsOne() throws Exception {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.BLOCK);
		List<TestThread<Integer>> receivers = new ArrayList<>();
		for (int number = 0; number < this.capacity; number++) {
			receivers.add(TestThread.call(channel::receive).awaitParked());
		}
		assertThat(channel.trySendAll(values(this.capacity))).isEqualTo(this.capacity);
		Set<Integer> received = ConcurrentHashMap.newKeySet();
		for (TestThread<Integer> receiver : receivers) {
			received.add(receiver.result());
		}
		assertThat(received).hasSize(this.capacity);
	}

	@Test
	void batchWakesEverySenderThatGetsRoom() throws Exception {
		BackpressureChannel<Integer> channel = BufferKind.filled(channel(BackpressureStrategy.BLOCK));
		List<TestThread<Void>> senders = new ArrayList<>();
		for (int number = 0; number < this.capacity; number++) {
			senders.add(TestThread.run(() -> channel.send(-1)).awaitParked());
		}
		assertThat(channel.receiveBatch(this.capacity, Duration.ZERO)).isEqualTo(values(this.capacity));
		TestThread.joinAll(senders);
		assertThat(channel.size()).isEqualTo(this.capacity);
	}

	@Test
	void runsKeepOrderAndLoseNothing() throws Exception {
		for (BackpressureStrategy strategy : List.of(BackpressureStrategy.BLOCK, BackpressureStrategy.DROP_OLDEST)) {
			BackpressureChannel<Integer> channel = channel(strategy);
			Set<Integer> received = ConcurrentHashMap.newKeySet();
			int values = this.buffer.times(VALUES);
			List<TestThread<Void>> senders = TestThread.runEach(3, (sender) -> () -> sendRuns(channel, sender, values));
			List<TestThread<Void>> receivers = TestThread.runEach(3, (number) -> () -> receive(channel, received));
			TestThread.joinAll(senders);
			channel.close();
			TestThread.joinAll(receivers);
			ChannelStats stats = channel.stats();
			assertThat(stats.sendCount()).isEqualTo(3L * values);
			assertThat(stats.receiveCount()).isEqualTo(received.size());
			assertThat(stats.droppedCount()).isEqualTo(this.recorder.drops().size());
			received.addAll(this.recorder.drops());
			assertThat(received).hasSize(3 * values);
		}
	}

	private static void sendRuns(BackpressureChannel<Integer> channel, int sender, int values) {
		SplittableRandom random = new SplittableRandom(sender);
		for (int next = 0; next < values;) {
			int end = Math.min(values, next + 1 + random.nextInt(12));
			List<Integer> run = IntStream.range(next, end).mapToObj((value) -> (sender << BITS) | value).toList();
			int sent = channel.trySendAll(run);
			next += sent;
			if (sent == 0) {
				Thread.yield();
			}
		}
	}

	private static void receive(BackpressureChannel<Integer> channel, Set<Integer> received)
			throws InterruptedException {
		int[] last = { -1, -1, -1 };
		try {
			for (int size = 1;; size = 1 + size % 12) {
				for (int value : channel.receiveBatch(size, Duration.ofHours(1))) {
					assertThat(received.add(value)).as("received once").isTrue();
					int sender = value >> BITS;
					assertThat(value).as("order of the values of a sender").isGreaterThan(last[sender]);
					last[sender] = value;
				}
			}
		}
		catch (ChannelClosedException ex) {
			// ends the loop
		}
	}

	private BackpressureChannel<Integer> channel(BackpressureStrategy strategy) {
		return this.buffer.build(
				this.recorder.on(BackpressureChannel.<Integer>builder()).strategy(strategy).bufferSize(this.capacity));
	}

	private static List<Integer> values(int count) {
		return IntStream.range(0, count).boxed().toList();
	}

}
