package io.backpressure.channel;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what ends a wait: timeouts, deadlines, cancellations and interrupts. A call
 * that ends in this way moves no value.
 */
@EveryBuffer
class LimitTests {

	private static final Duration SHORT = Duration.ofMillis(5);

	private static final Duration LONG = Duration.ofHours(1);

	private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

	private final BufferKind buffer;

	LimitTests(BufferKind buffer) {
		this.buffer = buffer;
	}

	@Test
	void callTimeoutEndsSend() {
		BackpressureChannel<Integer> channel = this.buffer.full(2);
		assertTimeout(ChannelTimeoutException.Limit.CALL, SHORT, () -> channel.send(9, SHORT));
		assertThat(Drain.of(channel)).containsExactly(0, 1);
	}

	@Test
	void callTimeoutEndsReceive() {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 2);
		assertTimeout(ChannelTimeoutException.Limit.CALL, SHORT, () -> channel.receive(SHORT));
	}

	@Test
	void channelTimeoutsEndEveryWait() {
		BackpressureChannel<Integer> channel = BufferKind
			.filled(this.buffer.build(BackpressureChannel.<Integer>builder()
				.bufferSize(1)
				.sendTimeout(SHORT)
				.receiveTimeout(Duration.ofMillis(6))));
		assertTimeout(ChannelTimeoutException.Limit.CHANNEL, SHORT, () -> channel.send(9));
		assertTimeout(ChannelTimeoutException.Limit.CHANNEL, SHORT, () -> channel.send(9, LONG));
		assertTimeout(ChannelTimeoutException.Limit.CHANNEL, SHORT,
				() -> channel.send(9, CancellationSource.create().token()));
		assertTimeout(ChannelTimeoutException.Limit.CALL, Duration.ZERO, () -> channel.send(9, Duration.ZERO));
		Drain.of(channel);
		assertTimeout(ChannelTimeoutException.Limit.CHANNEL, Duration.ofMillis(6), channel::receive);
		assertTimeout(ChannelTimeoutException.Limit.CHANNEL, Duration.ofMillis(6), () -> channel.receive(LONG));
	}

	@Test
	void tokenDeadlineEndsWait() {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		CancellationToken token = CancellationSource.withTimeout(SHORT).token();
		assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(() -> channel.send(9, token))
			.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(ChannelTimeoutException.Limit.TOKEN));
		Drain.of(channel);
		assertTimeout(ChannelTimeoutException.Limit.TOKEN, Duration.ZERO, () -> channel.receive(token));
	}

	@Test
	void zeroTimeoutTriesOnce() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		CancellationToken past = CancellationSource.withTimeout(Duration.ZERO).token();
		channel.send(1, Duration.ZERO);
		assertThat(channel.receive(Duration.ZERO)).isEqualTo(1);
		channel.send(2, past);
		assertThat(channel.receive(past)).isEqualTo(2);
		assertThat(channel.stats().blockedSends()).isZero();
	}

	@Test
	void channelTimeoutOfZeroIsNoLimit() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.build(BackpressureChannel.<Integer>builder()
			.bufferSize(1)
			.sendTimeout(Duration.ZERO)
			.receiveTimeout(Duration.ZERO));
		TestThread<Integer> receiver = TestThread.call(channel::receive).awaitParked();
		channel.send(1);
		assertThat(receiver.result()).isEqualTo(1);
		channel.send(2);
		TestThread<Void> sender = TestThread.run(() -> channel.send(3)).awaitParked();
		channel.receive();
		sender.result();
	}

	@Test
	void timeoutTooLongForNanosecondsIsUnlimited() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		TestThread<Void> sender = TestThread.run(() -> channel.send(1, FOR_EVER)).awaitParked();
		channel.receive();
		sender.result();
		assertThat(channel.receive(FOR_EVER)).isEqualTo(1);
	}

	@Test
	void cancelledTokenFailsCallThatNeedNotWait() {
		BackpressureChannel<Integer> channel = this.buffer.full(2);
		channel.tryReceive();
		IllegalStateException cause = new IllegalStateException("enough");
		CancellationSource source = CancellationSource.create();
		source.cancel(cause);
		assertThatExceptionOfType(ChannelCancelledException.class).isThrownBy(() -> channel.send(9, source.token()))
			.withCause(cause)
			.satisfies((ex) -> assertThat(ex.channelName()).isEqualTo("test"));
		assertThatExceptionOfType(ChannelCancelledException.class).isThrownBy(() -> channel.receive(source.token()))
			.withCause(cause);
		assertThat(Drain.of(channel)).containsExactly(1);
	}

	@Test
	void cancellationEndsOnlyWaitsWithThatToken() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		try (CancellationSource source = CancellationSource.create()) {
			TestThread<Void> cancelled = TestThread.run(() -> channel.send(8, source.token())).awaitParked();
			TestThread<Void> other = TestThread.run(() -> channel.send(9)).awaitParked();
			source.cancel();
			assertThat(cancelled.failure()).isInstanceOf(ChannelCancelledException.class)
				.hasCauseInstanceOf(CancellationException.class);
			assertThat(other.isDone()).isFalse();
			channel.receive();
			other.result();
			assertThat(Drain.of(channel)).containsExactly(9);
		}
	}

	@Test
	void parentTokenCancelsReceiver() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		CancellationSource parent = CancellationSource.create();
		CancellationToken child = CancellationSource.linkedTo(parent.token(), LONG).token();
		TestThread<Integer> receiver = TestThread.call(() -> channel.receive(child)).awaitParked();
		parent.cancel();
		assertThat(receiver.failure()).isInstanceOf(ChannelCancelledException.class);
	}

	@Test
	void pendingInterruptFailsCallAndIsCleared() {
		BackpressureChannel<Integer> channel = this.buffer.full(2);
		channel.tryReceive();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> channel.send(9));
		assertThat(Thread.interrupted()).isFalse();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(channel::receive);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> channel.receiveBatch(2, LONG));
		assertThat(Thread.interrupted()).isFalse();
		assertThat(Drain.of(channel)).containsExactly(1);
	}

	@Test
	void interruptEndsWait() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		assertThat(TestThread.run(() -> channel.send(9)).awaitParked().interrupt().failure())
			.isInstanceOf(InterruptedException.class);
		assertThat(Drain.of(channel)).containsExactly(0);
		assertThat(TestThread.call(channel::receive).awaitParked().interrupt().failure())
			.isInstanceOf(InterruptedException.class);
	}

	@Test
	void tryCallsIgnoreInterruptStatus() {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		Thread.currentThread().interrupt();
		try {
			assertThat(channel.trySend(1)).isEqualTo(SendResult.SENT);
			assertThat(channel.tryReceive()).isEqualTo(1);
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void interruptedWaiterPassesOnItsWakeUp() throws Exception {
		for (int round = 0; round < this.buffer.times(200); round++) {
			BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
			TestThread<Integer> first = TestThread.call(channel::receive).awaitParked();
			TestThread<Integer> second = TestThread.call(channel::receive).awaitParked();
			TestThread<Void> sender = TestThread.run(() -> channel.send(1));
			first.interrupt();
			sender.result();
			Poll.until(() -> channel.stats().receiveCount() == 1);
			channel.close();
			Poll.until(() -> first.isDone() && second.isDone());
		}
	}

	@Test
	void timedOutSenderPassesOnItsWakeUp() throws Exception {
		Duration timeout = Duration.ofMillis(2);
		for (int round = 0; round < this.buffer.times(300); round++) {
			BackpressureChannel<Integer> channel = this.buffer.full(1);
			long start = System.nanoTime();
			TestThread<Void> timed = TestThread.run(() -> channel.send(1, timeout));
			TestThread<Void> untimed = TestThread.run(() -> channel.send(2));
			Poll.untilBlockedSends(channel, 2);
			long moment = timeout.toNanos() + ThreadLocalRandom.current().nextInt(-100_000, 200_000);
			while (System.nanoTime() - start < moment) {
				Thread.onSpinWait();
			}
			channel.receive();
			Poll.until(() -> channel.size() == 1);
			Poll.until(timed::isDone);
			if (!untimed.isDone()) {
				channel.tryReceive();
			}
			untimed.result();
		}
	}

	private static void assertTimeout(ChannelTimeoutException.Limit limit, Duration timeout, ThrowingCallable call) {
		long start = System.nanoTime();
		assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(call).satisfies((ex) -> {
			assertThat(ex.limit()).isEqualTo(limit);
			assertThat(ex.timeout()).isEqualTo(timeout);
		});
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(timeout.toNanos());
	}

}
