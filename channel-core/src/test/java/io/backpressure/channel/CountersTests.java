package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that compare the counters and mean times of a channel with those that the test
 * computes itself.
 */
class CountersTests {

	private static final int STEPS = 20_000;

	private static final int CAPACITY = 7;

	private final Queue<Integer> buffered = new ArrayDeque<>();

	private final Random random = new Random(22);

	private long sent;

	private long received;

	private long receiveCalls;

	private long dropped;

	private long failed;

	private long purged;

	@ParameterizedTest
	@EnumSource
	void countersMatchCountsOfTheTest(BackpressureStrategy strategy) throws Exception {
		BackpressureChannel<Integer> channel = BackpressureChannel.<Integer>builder()
			.bufferSize(CAPACITY)
			.strategy(strategy)
			.build();
		ChannelStats before = channel.stats();
		for (int step = 0; step < STEPS; step++) {
			doSomething(channel, step);
			ChannelStats after = channel.stats();
			assertCounts(after);
			assertNothingDecreased(before, after);
			before = after;
		}
		assertThat(channel.size()).isEqualTo(this.buffered.size());
	}

	private void doSomething(BackpressureChannel<Integer> channel, int step) throws InterruptedException {
		int burst = 1 << this.random.nextInt(5);
		switch (this.random.nextInt(16)) {
			case 0 -> purge(channel);
			case 1, 2 -> receiveBatch(channel, burst);
			case 3, 4, 5, 6, 7 -> {
				for (int value = 0; value < burst; value++) {
					receive(channel);
				}
			}
			default -> {
				for (int value = 0; value < burst; value++) {
					send(channel, step);
				}
			}
		}
	}

	private void send(BackpressureChannel<Integer> channel, Integer value) {
		boolean full = this.buffered.size() == CAPACITY;
		channel.trySend(value);
		switch (channel.strategy()) {
			case BLOCK -> accept(value, !full);
			case ERROR -> {
				accept(value, !full);
				this.failed += full ? 1 : 0;
			}
			case DROP -> {
				accept(value, !full);
				this.dropped += full ? 1 : 0;
			}
			case DROP_OLDEST -> {
				if (full) {
					this.buffered.remove();
					this.dropped++;
				}
				accept(value, true);
			}
		}
	}

	private void accept(Integer value, boolean accepted) {
		if (accepted) {
			this.buffered.add(value);
			this.sent++;
		}
	}

	private void receive(BackpressureChannel<Integer> channel) {
		Integer expected = this.buffered.poll();
		assertThat(channel.tryReceive()).isEqualTo(expected);
		if (expected != null) {
			this.received++;
			this.receiveCalls++;
		}
	}

	private void receiveBatch(BackpressureChannel<Integer> channel, int max) throws InterruptedException {
		List<Integer> batch = channel.receiveBatch(max, Duration.ZERO);
		assertThat(batch).hasSize(Math.min(max, this.buffered.size()));
		batch.forEach((value) -> assertThat(value).isEqualTo(this.buffered.remove()));
		this.received += batch.size();
		this.receiveCalls += batch.isEmpty() ? 0 : 1;
	}

	private void purge(BackpressureChannel<Integer> channel) {
		this.purged += channel.purge();
		this.buffered.clear();
	}

	private void assertCounts(ChannelStats stats) {
		assertThat(stats.sendCount()).isEqualTo(this.sent);
		assertThat(stats.receiveCount()).isEqualTo(this.received);
		assertThat(stats.receiveCalls()).isEqualTo(this.receiveCalls);
		assertThat(stats.droppedCount()).isEqualTo(this.dropped);
		assertThat(stats.purgedCount()).isEqualTo(this.purged);
		assertThat(stats.failedSends()).isEqualTo(this.failed);
		assertThat(stats.bufferUtilization()).isEqualTo((double) this.buffered.size() / CAPACITY);
		assertMean(stats.averageSendTime(), stats.totalSendTime(), this.sent);
		assertMean(stats.averageReceiveTime(), stats.totalReceiveTime(), this.receiveCalls);
	}

	private static void assertMean(Duration mean, Duration total, long calls) {
		assertThat(mean.toNanos()).isEqualTo((calls > 0) ? total.toNanos() / calls : 0);
	}

	private static void assertNothingDecreased(ChannelStats before, ChannelStats after) {
		assertThat(after.totalSendTime()).isGreaterThanOrEqualTo(before.totalSendTime());
		assertThat(after.totalReceiveTime()).isGreaterThanOrEqualTo(before.totalReceiveTime());
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 16, 200, 256, 1024 })
	void oneWaitingSendCountsOnceInTheMean(int others) throws Exception {
		BackpressureChannel<Integer> channel = BackpressureChannel.create(1);
		for (int value = 0; value < others; value++) {
			channel.send(value);
			channel.receive();
		}
		Duration before = channel.stats().totalSendTime();
		channel.send(0);
		TestThread<?> sender = TestThread.run(() -> channel.send(1));
		Poll.untilBlockedSends(channel, 1);
		long start = System.nanoTime();
		Poll.until(() -> System.nanoTime() - start > 100_000_000);
		channel.receive();
		sender.result();
		ChannelStats stats = channel.stats();
		Duration waited = stats.totalSendTime().minus(before);
		assertThat(waited).isGreaterThan(Duration.ofMillis(100));
		assertThat((double) stats.averageSendTime().toNanos())
			.isCloseTo((double) stats.totalSendTime().toNanos() / (others + 2), Percentage.withPercentage(1));
	}

}
