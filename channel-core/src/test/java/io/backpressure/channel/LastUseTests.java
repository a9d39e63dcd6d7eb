package io.backpressure.channel;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the time of the last use of one side of a channel, sending or receiving.
 * While calls on a side are rare, they record this time themselves. While they are
 * frequent, the activity clock, which all channels share, watches the side and records
 * the time at each tick. The clock releases a side that is no longer busy.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LastUseTests {

	private static final long TICK = ActivityClock.TICK_NANOS;

	private static final int MANY = 2000;

	private static final int FEW = 10;

	private final LastUse use = new LastUse();

	@Test
	void unusedSideHasNoTime() {
		assertThat(this.use.time()).isZero();
		this.use.tick(0);
		assertThat(this.use.time()).isZero();
	}

	@Test
	void callRecordsTimeOncePerTick() {
		long before = System.currentTimeMillis();
		assertThat(this.use.used(0)).isFalse();
		long recorded = this.use.time();
		assertThat(recorded).isBetween(before, System.currentTimeMillis());
		Poll.until(() -> System.currentTimeMillis() > recorded);
		this.use.used(TICK - 1);
		assertThat(this.use.time()).isEqualTo(recorded);
		this.use.used(TICK);
		assertThat(this.use.time()).isGreaterThan(recorded);
	}

	@Test
	void clockIsUsedOnlyForManyCallsPerTick() {
		for (int call = 0; call < MANY; call++) {
			assertThat(this.use.used(call * TICK / FEW)).isFalse();
		}
		boolean many = false;
		for (int call = 0; call < MANY; call++) {
			many = this.use.used(MANY * TICK);
		}
		assertThat(many).isTrue();
	}

	@Test
	void clockReleasesSideAfterAQuietSecond() {
		assertThat(this.use.tick(MANY)).isFalse();
		int count = MANY;
		int ticks = 0;
		while (!this.use.tick(count)) {
			count += FEW;
			ticks++;
		}
		assertThat(Duration.ofNanos(ticks * TICK)).isEqualTo(Duration.ofSeconds(1));
		this.use.watched();
		assertThat(this.use.tick(count)).isFalse();
		assertThat(this.use.tick(count + MANY)).isFalse();
	}

	@Test
	void rarelyUsedChannelNeedsNoClock() throws Exception {
		RingChannel<Integer> channel = channel(BackpressureStrategy.BLOCK, 1);
		for (int value = 0; value < FEW; value++) {
			TestThread<Integer> receiver = TestThread.call(channel::receive).awaitParked();
			channel.send(value);
			receiver.result();
		}
		assertThat(isWatched(channel.sent)).isFalse();
		assertThat(isWatched(channel.received)).isFalse();
	}

	@Test
	void rarelyEvictingChannelNeedsNoClock() {
		RingChannel<Integer> channel = channel(BackpressureStrategy.DROP_OLDEST, 1);
		for (int value = 0; value < FEW; value++) {
			channel.trySend(value);
		}
		assertThat(isWatched(channel.sent)).isFalse();
		assertThat(channel.stats().lastReceiveTime()).isNull();
	}

	@Test
	void clockRecordsUseOfBusyChannel() {
		RingChannel<Integer> channel = channelWithWatchedSenders();
		Instant first = channel.stats().lastSendTime();
		Poll.until(() -> {
			for (int value = 0; value < MANY; value++) {
				channel.tryReceive();
				channel.trySend(value);
			}
			return channel.stats().lastSendTime().isAfter(first.plusMillis(200));
		});
		assertThat(isWatched(channel.sent)).isTrue();
		assertThat(isWatched(channel.received)).isTrue();
	}

	@Test
	void busyChannelIsWatchedUntilItIsQuiet() {
		RingChannel<Integer> channel = channelWithWatchedSenders();
		assertThat(isWatched(channel.received)).isFalse();
		Poll.until(() -> {
			channel.trySend(1);
			return !isWatched(channel.sent);
		});
		Instant last = Instant.now();
		assertThat(channel.trySend(1)).isEqualTo(SendResult.SENT);
		assertThat(channel.stats().lastSendTime()).isAfter(last.minusMillis(100));
	}

	@Test
	void clockKeepsTimeOfUnwatchedSide() {
		RingChannel<Integer> channel = channelWithWatchedSenders();
		Poll.until(() -> !isWatched(channel.sent));
		Instant sent = channel.stats().lastSendTime();
		channel.trySend(1); // recorded by the call; the clock has not counted it
		Instant sentLast = channel.stats().lastSendTime();
		assertThat(sentLast).isAfter(sent);
		Poll.until(() -> Instant.now().isAfter(sentLast.plusMillis(10)));
		while (!isWatched(channel.received)) {
			channel.tryReceive();
		}
		Poll.until(() -> !isWatched(channel.received));
		assertThat(channel.stats().lastSendTime()).isEqualTo(sentLast);
	}

	/** Create a channel that has many values and whose sending side the clock watches. */
	private static RingChannel<Integer> channelWithWatchedSenders() {
		RingChannel<Integer> channel = channel(BackpressureStrategy.BLOCK, 50 * MANY);
		while (!isWatched(channel.sent)) {
			assertThat(channel.trySend(1)).isEqualTo(SendResult.SENT);
		}
		for (int value = 0; value < 10 * MANY; value++) {
			channel.trySend(value);
		}
		return channel;
	}

	private static boolean isWatched(long word) {
		return (word & RingIndices.UNWATCHED) == 0;
	}

	private static RingChannel<Integer> channel(BackpressureStrategy strategy, int capacity) {
		ChannelSettings settings = new ChannelSettings(ChannelName.of("used"), capacity, capacity, strategy,
				WaitLimit.FOREVER, WaitLimit.FOREVER, false, WaitLimit.FOREVER, CallExecutor.DEFAULT);
		return new RingChannel<>(settings, new Callbacks<>(settings.name()), 0);
	}

}
