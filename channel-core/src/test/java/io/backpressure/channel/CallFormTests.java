package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for the forms of a call that return a result instead of throwing, and for the
 * forms with an action or a token.
 */
@EveryBuffer
class CallFormTests {

	private static final Duration LONG = Duration.ofHours(1);

	private static final Duration SHORT = Duration.ofMillis(5);

	private final BufferKind buffer;

	private final Recorder<Integer> recorder = new Recorder<>();

	private final List<Integer> seen = new ArrayList<>();

	CallFormTests(BufferKind buffer) {
		this.buffer = buffer;
	}

	// trySend with a timeout

	@Test
	void timedTrySendGetsRoomWhileItWaits() throws Exception {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.BLOCK, 1);
		TestThread<SendResult> sender = TestThread.call(() -> channel.trySend(9, LONG)).awaitParked();
		assertThat(channel.receive()).isZero();
		assertThat(sender.result()).isEqualTo(SendResult.SENT);
		assertThat(Drain.of(channel)).containsExactly(9);
		assertThat(channel.stats().blockedSends()).isOne();
		assertThat(this.recorder.blocks()).isOne();
	}

	@Test
	void timedTrySendReturnsFullWhenTimeRunsOut() throws Exception {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.BLOCK, 1);
		assertThat(channel.trySend(9, SHORT)).isEqualTo(SendResult.FULL);
		assertThat(channel.trySend(9, Duration.ZERO)).isEqualTo(SendResult.FULL);
		assertThat(channel.stats().blockedSends()).isOne();
		assertThat(channel.stats().failedSends()).isZero();
		assertThat(this.recorder.blocks()).isOne();
		assertThat(this.recorder.errors()).isEmpty();
		assertThat(Drain.of(channel)).containsExactly(0);
	}

	@Test
	void sendTimeoutEndsTimedTrySend() throws Exception {
		BackpressureChannel<Integer> channel = BufferKind
			.filled(this.buffer.build(BackpressureChannel.<Integer>builder().bufferSize(1).sendTimeout(SHORT)));
		assertThat(channel.trySend(9, LONG)).isEqualTo(SendResult.FULL);
	}

	@Test
	void timedTrySendWaitsOnlyUnderBlock() throws Exception {
		for (BackpressureStrategy strategy : List.of(BackpressureStrategy.DROP, BackpressureStrategy.DROP_OLDEST,
				BackpressureStrategy.ERROR)) {
			BackpressureChannel<Integer> one = full(strategy, 2);
			BackpressureChannel<Integer> other = full(strategy, 2);
			assertThat(one.trySend(9, LONG)).isEqualTo(other.trySend(9));
			assertThat(one.stats().blockedSends()).isZero();
			assertThat(one.stats().droppedCount()).isEqualTo(other.stats().droppedCount());
			assertThat(one.stats().failedSends()).isEqualTo(other.stats().failedSends());
			assertThat(Drain.of(one)).isEqualTo(Drain.of(other));
		}
		assertThat(this.recorder.errors()).hasSize(2).hasOnlyElementsOfType(ChannelFullException.class);
	}

	@Test
	void timedTrySendReturnsClosed() throws Exception {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.BLOCK, 1);
		TestThread<SendResult> sender = TestThread.call(() -> channel.trySend(9, LONG)).awaitParked();
		channel.close();
		assertThat(sender.result()).isEqualTo(SendResult.CLOSED);
		assertThat(channel.trySend(9, LONG)).isEqualTo(SendResult.CLOSED);
		assertThat(channel.stats().failedSends()).isEqualTo(2);
		assertThat(this.recorder.errors()).hasSize(2).hasOnlyElementsOfType(ChannelClosedException.class);
		assertThat(Drain.of(channel)).containsExactly(0);
	}

	@Test
	void interruptEndsTimedTrySend() throws Exception {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.BLOCK, 1);
		TestThread<SendResult> sender = TestThread.call(() -> channel.trySend(9, LONG)).awaitParked();
		assertThat(sender.interrupt().failure()).isInstanceOf(InterruptedException.class);
		BackpressureChannel<Integer> empty = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> empty.trySend(9, LONG));
		assertThat(empty.size()).isZero();
		assertThat(Drain.of(channel)).containsExactly(0);
	}

	// tryReceive with a timeout

	@Test
	void timedTryReceiveGetsValueWhileItWaits() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		TestThread<Integer> receiver = TestThread.call(() -> channel.tryReceive(LONG)).awaitParked();
		channel.send(7);
		assertThat(receiver.result()).isEqualTo(7);
		assertThat(channel.stats().receiveCalls()).isOne();
	}

	@Test
	void timedTryReceiveReturnsNullWhenTimeRunsOut() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer
			.build(BackpressureChannel.<Integer>builder().bufferSize(1).receiveTimeout(SHORT));
		assertThat(channel.tryReceive(SHORT)).isNull();
		assertThat(channel.tryReceive(LONG)).isNull();
		assertThat(channel.tryReceive(Duration.ZERO)).isNull();
		assertThat(channel.stats().receiveCalls()).isZero();
	}

	@Test
	void closedChannelEndsTimedTryReceive() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		TestThread<Integer> receiver = TestThread.call(() -> channel.tryReceive(LONG)).awaitParked();
		channel.close();
		assertThat(receiver.failure()).isInstanceOf(ChannelClosedException.class);
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(() -> channel.tryReceive(Duration.ZERO));
	}

	@Test
	void interruptEndsTimedTryReceive() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		TestThread<Integer> receiver = TestThread.call(() -> channel.tryReceive(LONG)).awaitParked();
		assertThat(receiver.interrupt().failure()).isInstanceOf(InterruptedException.class);
	}

	// Actions

	@Test
	void trySendHandsEvictedValueToItsCaller() {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.DROP_OLDEST, 2);
		assertThat(channel.trySend(8, this.seen::add)).isEqualTo(SendResult.SENT);
		assertThat(this.seen).containsExactly(0);
		assertThat(this.recorder.drops()).containsExactly(0);
		channel.purge();
		assertThat(channel.trySend(9, this.seen::add)).isEqualTo(SendResult.SENT);
		assertThat(this.seen).containsExactly(0);
		assertThat(channel.stats().droppedCount()).isOne();
	}

	@Test
	void trySendEvictsNothingUnderOtherStrategies() {
		for (BackpressureStrategy strategy : List.of(BackpressureStrategy.DROP, BackpressureStrategy.BLOCK,
				BackpressureStrategy.ERROR)) {
			BackpressureChannel<Integer> one = full(strategy, 2);
			assertThat(one.trySend(9, this.seen::add)).isEqualTo(full(strategy, 2).trySend(9));
			one.close();
			assertThat(one.trySend(9, this.seen::add)).isEqualTo(SendResult.CLOSED);
			assertThat(Drain.of(one)).containsExactly(0, 1);
		}
		assertThat(this.seen).isEmpty();
	}

	@Test
	void purgeHandsValuesToItsCaller() {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.BLOCK, 3);
		assertThat(channel.purge(this.seen::add)).isEqualTo(3);
		assertThat(this.seen).containsExactly(0, 1, 2);
		assertThat(this.recorder.drops()).containsExactly(0, 1, 2);
		assertThat(channel.stats().purgedCount()).isEqualTo(3);
	}

	@Test
	void throwingActionAffectsNoValue() {
		BackpressureChannel<Integer> channel = full(BackpressureStrategy.DROP_OLDEST, 2);
		Consumer<Integer> failing = (value) -> {
			throw new IllegalStateException("on purpose");
		};
		LogCapture log = LogCapture.of(BackpressureChannel.class);
		try {
			assertThat(channel.trySend(2, failing)).isEqualTo(SendResult.SENT);
			assertThat(channel.purge(failing)).isEqualTo(2);
		}
		finally {
			log.close();
		}
		assertThat(this.recorder.drops()).containsExactly(0, 1, 2);
		assertThat(this.recorder.errors()).hasSize(3).hasOnlyElementsOfType(IllegalStateException.class);
	}

	// Tokens

	@Test
	void batchReturnsItsValuesOnCancellation() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(2);
		try (CancellationSource source = CancellationSource.create()) {
			TestThread<List<Integer>> batch = TestThread.call(() -> channel.receiveBatch(3, LONG, source.token()))
				.awaitParked();
			source.cancel();
			assertThat(batch.result()).containsExactly(0, 1);
			channel.send(2);
			assertThatExceptionOfType(ChannelCancelledException.class)
				.isThrownBy(() -> channel.receiveBatch(3, LONG, source.token()));
			assertThat(channel.size()).isOne();
		}
	}

	@Test
	void cancellationOfBatchAffectsNoLaterCall() throws Exception {
		for (int round = 0; round < this.buffer.times(300); round++) {
			BackpressureChannel<Integer> channel = this.buffer.full(1);
			try (CancellationSource source = CancellationSource.create()) {
				TestThread<Void> canceller = TestThread.run(source::cancel);
				try {
					channel.receiveBatch(2, LONG, source.token());
				}
				catch (ChannelCancelledException ex) {
					// the token was cancelled first
				}
				canceller.result();
			}
			assertThat(channel.trySend(1)).isNotEqualTo(SendResult.CLOSED);
			assertThat(channel.receive()).isNotNull();
		}
	}

	@Test
	void cancellationEndsEmptyBatch() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		try (CancellationSource source = CancellationSource.create()) {
			TestThread<List<Integer>> batch = TestThread.call(() -> channel.receiveBatch(3, LONG, source.token()))
				.awaitParked();
			source.cancel();
			assertThat(batch.failure()).isInstanceOf(ChannelCancelledException.class);
			assertThat(channel.stats().receiveCalls()).isZero();
		}
	}

	@Test
	void batchReturnsItsValuesAtDeadline() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(2);
		try (CancellationSource source = CancellationSource.withTimeout(SHORT)) {
			Poll.until(() -> Duration.ZERO.equals(source.token().remaining()));
			assertThat(channel.receiveBatch(3, LONG, source.token())).containsExactly(0, 1);
			assertThat(channel.receiveBatch(3, LONG, source.token())).isEmpty();
		}
	}

	@Test
	void cancellationEndsLoop() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 2);
		try (CancellationSource source = CancellationSource.create()) {
			TestThread<Void> loop = TestThread.run(() -> channel.forEach(this.seen::add, source.token()));
			channel.send(1);
			loop.awaitParked();
			source.cancel();
			assertThat(loop.failure()).isInstanceOf(ChannelCancelledException.class);
			channel.send(2);
			assertThatExceptionOfType(ChannelCancelledException.class)
				.isThrownBy(() -> channel.forEach(this.seen::add, source.token()));
		}
		assertThat(this.seen).containsExactly(1);
		assertThat(Drain.of(channel)).containsExactly(2);
	}

	@Test
	void deadlineEndsLoopWhileValuesKeepComing() {
		BackpressureChannel<Integer> channel = this.buffer.full(2);
		try (CancellationSource source = CancellationSource.withTimeout(SHORT)) {
			assertThatExceptionOfType(ChannelTimeoutException.class)
				.isThrownBy(() -> channel.forEach(channel::trySend, source.token()))
				.matches((ex) -> ex.limit() == ChannelTimeoutException.Limit.TOKEN);
		}
		assertThat(channel.size()).isEqualTo(2);
	}

	@Test
	void loopWithTokenEndsWhenClosedAndDrained() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(3);
		channel.close();
		try (CancellationSource source = CancellationSource.create()) {
			channel.forEach(this.seen::add, source.token());
		}
		assertThat(this.seen).containsExactly(0, 1, 2);
	}

	@Test
	void misuseNamesTheArgument() {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		assertThatNullPointerException().isThrownBy(() -> channel.trySend(null, SHORT)).withMessageContaining("value");
		assertThatNullPointerException().isThrownBy(() -> channel.trySend(1, (Duration) null))
			.withMessageContaining("timeout");
		assertThatNullPointerException().isThrownBy(() -> channel.trySend(1, (Consumer<Integer>) null))
			.withMessageContaining("evicted");
		assertThatNullPointerException().isThrownBy(() -> channel.purge(null)).withMessageContaining("action");
		assertThatNullPointerException().isThrownBy(() -> channel.receiveBatch(1, SHORT, null))
			.withMessageContaining("token");
		assertThatNullPointerException().isThrownBy(() -> channel.forEach(this.seen::add, null))
			.withMessageContaining("token");
		assertThatIllegalArgumentException().isThrownBy(() -> channel.trySend(1, Duration.ofMillis(-1)))
			.withMessageContaining("-0.001");
		assertThatIllegalArgumentException().isThrownBy(() -> channel.tryReceive(Duration.ofMillis(-1)))
			.withMessageContaining("-0.001");
		assertThat(Drain.of(channel)).containsExactly(0);
	}

	private BackpressureChannel<Integer> full(BackpressureStrategy strategy, int capacity) {
		return BufferKind.filled(this.buffer
			.build(this.recorder.on(BackpressureChannel.<Integer>builder()).strategy(strategy).bufferSize(capacity)));
	}

}
