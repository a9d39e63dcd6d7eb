package io.backpressure.channel;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for calls on an almost exhausted stack.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StackOverflowTests {

	private static final int ROUNDS = 30;

	private static final int CALLS = 500;

	private static final int MOST = ROUNDS * CALLS;

	/** An array, since there might be no stack to call a method that adds an element. */
	private final @Nullable SendResult[] results = new SendResult[MOST];

	private final @Nullable Object[] received = new Object[MOST];

	private final Object[] values = IntStream.range(0, MOST).boxed().toArray();

	private int next;

	private int calls;

	@ParameterizedTest
	@EnumSource(BackpressureStrategy.class)
	void callsWithoutStackMoveNoValue(BackpressureStrategy strategy) throws Exception {
		BackpressureChannel<Object> channel = BackpressureChannel.builder().bufferSize(3).strategy(strategy).build();
		for (int round = 0; round < ROUNDS; round++) {
			this.calls = 0;
			Thread thread = new Thread(null, () -> dive(channel), "deep", 256 * 1024);
			thread.start();
			thread.join();
		}
		ChannelStats stats = channel.stats();
		Set<Object> taken = Arrays.stream(this.received).filter(Objects::nonNull).collect(Collectors.toSet());
		assertThat(taken).hasSize((int) stats.receiveCount());
		assertThat(count(SendResult.SENT)).isEqualTo(stats.sendCount());
		assertThat(count(SendResult.DROPPED))
			.isEqualTo((strategy == BackpressureStrategy.DROP) ? stats.droppedCount() : 0);
		assertThat(Drain.of(channel)).hasSize(size(stats, strategy));
		assertThat(channel.trySend("after")).isEqualTo(SendResult.SENT);
		assertThat(channel.tryReceive()).isEqualTo("after");
	}

	@ParameterizedTest
	@EnumSource
	void stackOverflowLosesNoWakeUp(BackpressureStrategy strategy) throws Exception {
		BackpressureChannel<Object> channel = BackpressureChannel.builder().bufferSize(3).strategy(strategy).build();
		TestThread<?> receiver = TestThread.run(() -> channel.forEach((value) -> {
		}));
		for (int round = 0; round < ROUNDS; round++) {
			Poll.until(() -> channel.waitingReceivers() == 1);
			this.calls = 0;
			Thread thread = new Thread(null, () -> dive(channel), "deep", 256 * 1024);
			thread.start();
			thread.join();
			Poll.until(() -> channel.size() == 0);
		}
		channel.close();
		receiver.result();
	}

	@ParameterizedTest
	@EnumSource(names = { "DROP", "DROP_OLDEST" })
	void onDropThatSendsEndlesslyIsHarmless(BackpressureStrategy strategy) throws Exception {
		AtomicReference<BackpressureChannel<Object>> self = new AtomicReference<>();
		BackpressureChannel<Object> channel = BackpressureChannel.builder()
			.bufferSize(2)
			.strategy(strategy)
			.onDrop((value) -> self.get().trySend(value))
			.build();
		self.set(channel);
		for (int value = 0; value < 4; value++) {
			channel.trySend(value);
		}
		ChannelStats stats = channel.stats();
		assertThat(stats.droppedCount()).isGreaterThan(2);
		assertThat(size(stats, strategy)).isEqualTo(2);
		assertThat(Drain.of(channel)).hasSize(2);
		assertThat(channel.trySend("after")).isEqualTo(SendResult.SENT);
		assertThat(channel.receive()).isEqualTo("after");
	}

	private long count(SendResult result) {
		return Arrays.stream(this.results).filter((each) -> each == result).count();
	}

	private static int size(ChannelStats stats, BackpressureStrategy strategy) {
		long evicted = (strategy == BackpressureStrategy.DROP_OLDEST) ? stats.droppedCount() : 0;
		return (int) (stats.sendCount() - stats.receiveCount() - evicted);
	}

	/** Use up the stack, then call the channel at each depth on the way back. */
	private void dive(BackpressureChannel<Object> channel) {
		try {
			dive(channel);
		}
		catch (StackOverflowError ex) {
			// the stack is exhausted: begin to return
		}
		if (this.calls < CALLS) {
			this.calls++;
			int call = this.next++;
			try {
				this.results[call] = channel.trySend(this.values[call]);
				if (call % 3 != 0) {
					this.received[call] = channel.tryReceive();
				}
			}
			catch (StackOverflowError ex) {
				// no value was moved
			}
		}
	}

}
