package io.backpressure.channel;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the counts and times in {@link ChannelStats}.
 */
@EveryBuffer
class StatisticsTests {

	private static final Duration WAIT = Duration.ofMillis(20);

	private final BufferKind buffer;

	StatisticsTests(BufferKind buffer) {
		this.buffer = buffer;
	}

	@Test
	void newChannelHasEmptyStatistics() {
		assertThat(this.buffer.channel(BackpressureStrategy.BLOCK, 4).stats()).isEqualTo(new ChannelStats(0, 0, 0, 0,
				Duration.ZERO, Duration.ZERO, 0.0, null, null, 0, Duration.ZERO, Duration.ZERO, 0, 0));
	}

	@Test
	void countsAreExact() {
		for (BackpressureStrategy strategy : BackpressureStrategy.values()) {
			BackpressureChannel<Integer> channel = this.buffer.channel(strategy, 4);
			for (int value = 0; value < 1000; value++) {
				channel.trySend(value);
				if (value % 3 == 0) {
					channel.tryReceive();
				}
			}
			ChannelStats stats = channel.stats();
			boolean evicts = strategy == BackpressureStrategy.DROP_OLDEST;
			assertThat(stats.receiveCount()).isEqualTo(334);
			assertThat(stats.sendCount()).isEqualTo(evicts ? 1000 : 334 + channel.size());
			boolean drops = evicts || strategy == BackpressureStrategy.DROP;
			assertThat(stats.droppedCount()).isEqualTo(drops ? 1000 - 334 - channel.size() : 0);
			assertThat(stats.bufferUtilization()).isEqualTo(channel.size() / 4.0);
		}
	}

	@Test
	void blockedSendCountsOnceHoweverItEnds() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		assertThatExceptionOfType(ChannelTimeoutException.class)
			.isThrownBy(() -> channel.send(9, Duration.ofMillis(1)));
		TestThread.run(() -> channel.send(9)).awaitParked().interrupt().failure();
		assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(() -> channel.send(9, Duration.ZERO));
		channel.trySend(9);
		assertThat(channel.stats().blockedSends()).isEqualTo(2);
		TestThread<Void> sender = TestThread.run(() -> channel.send(1)).awaitParked();
		TestThread<Void> other = TestThread.run(() -> channel.send(2)).awaitParked();
		for (int value = 0; value < 3; value++) {
			assertThat(channel.receive()).isNotNull();
		}
		sender.result();
		other.result();
		assertThat(channel.stats().blockedSends()).isEqualTo(4);
	}

	@Test
	void everyFailedSendCountsOnce() throws Exception {
		BackpressureChannel<Integer> full = BufferKind.filled(this.buffer.channel(BackpressureStrategy.ERROR, 1));
		full.trySend(9);
		assertThatExceptionOfType(ChannelFullException.class).isThrownBy(() -> full.send(9));
		assertThat(full.stats().failedSends()).isEqualTo(2);
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		channel.trySend(9); // returns FULL, which is not a failure under BLOCK
		assertThatExceptionOfType(ChannelTimeoutException.class)
			.isThrownBy(() -> channel.send(9, Duration.ofMillis(1)));
		CancellationSource cancelled = CancellationSource.create();
		cancelled.cancel();
		assertThatExceptionOfType(ChannelCancelledException.class).isThrownBy(() -> channel.send(9, cancelled.token()));
		assertThat(channel.stats().failedSends()).isEqualTo(2);
		channel.close();
		channel.trySend(9);
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(() -> channel.send(9));
		assertThat(channel.stats().failedSends()).isEqualTo(4);
	}

	@Test
	void everyCallThatWaitsIsTimed() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		TestThread<Void> sender = TestThread.run(() -> channel.send(1)).awaitParked();
		long parked = System.nanoTime();
		Poll.until(() -> System.nanoTime() - parked > WAIT.toNanos());
		channel.receive();
		sender.result();
		ChannelStats stats = channel.stats();
		assertThat(stats.totalSendTime()).isGreaterThan(WAIT);
		assertThat(stats.averageSendTime()).isGreaterThan(WAIT.dividedBy(2)).isLessThan(stats.totalSendTime());
		Drain.of(channel);
		TestThread<Integer> receiver = TestThread.call(channel::receive).awaitParked();
		long waiting = System.nanoTime();
		Poll.until(() -> System.nanoTime() - waiting > WAIT.toNanos());
		channel.send(3);
		receiver.result();
		assertThat(channel.stats().totalReceiveTime()).isGreaterThan(WAIT);
		assertThat(channel.stats().averageReceiveTime()).isGreaterThan(WAIT.dividedBy(3));
	}

	@Test
	void lastTimesMatchLastOperation() {
		assertLastTimesAfter(1000);
	}

	@Test
	void lastTimesMatchOnRarelyUsedChannel() {
		assertLastTimesAfter(3);
	}

	private void assertLastTimesAfter(int values) {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, values);
		Instant before = Instant.now();
		for (int value = 0; value < values; value++) {
			channel.trySend(value);
		}
		Instant after = Instant.now();
		assertThat(channel.stats().lastReceiveTime()).isNull();
		Poll.until(() -> Duration.between(after, Instant.now()).toMillis() > 150);
		assertThat(channel.stats().lastSendTime()).isBetween(before.minusMillis(100), after.plusMillis(100));
		Instant receive = Instant.now();
		channel.tryReceive();
		assertThat(channel.stats().lastReceiveTime()).isBetween(receive.minusMillis(100), Instant.now());
		assertThat(channel.stats().lastSendTime()).isBetween(before.minusMillis(100), after.plusMillis(100));
	}

	@Test
	void snapshotsAreConsistentDuringUse() throws Exception {
		this.buffer.assume(BufferKind.Feature.SNAPSHOTS);
		for (BackpressureStrategy strategy : BackpressureStrategy.values()) {
			BackpressureChannel<Integer> channel = this.buffer.channel(strategy, 3);
			TestThread<Void> sender = TestThread.run(() -> {
				for (int value = 0; value < 50_000; value++) {
					channel.trySend(value);
				}
				channel.close();
			});
			TestThread<Void> receiver = TestThread.run(() -> channel.forEach((value) -> {
			}));
			long evicted = 0;
			while (!receiver.isDone()) {
				ChannelStats stats = channel.stats();
				evicted = (strategy == BackpressureStrategy.DROP_OLDEST) ? stats.droppedCount() : 0;
				assertThat(stats.sendCount() - stats.receiveCount() - evicted).isBetween(0L, 3L);
				assertThat(channel.size()).isBetween(0, 3);
			}
			sender.result();
		}
	}

	@Test
	void statisticsCanBeReadWhileASenderWaits() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		TestThread<Void> sender = TestThread.run(() -> channel.send(1)).awaitParked();
		assertThat(channel.stats().sendCount()).isEqualTo(1);
		assertThat(channel).hasToString("BackpressureChannel[test, BLOCK, 1/1]");
		channel.close();
		sender.failure();
		assertThat(channel).hasToString("BackpressureChannel[test, BLOCK, 1/1, closed]");
	}

}
