package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for the cause of a close, and for waiting until a channel is drained.
 */
@EveryBuffer
class DrainTests {

	private static final Duration LONG = Duration.ofHours(1);

	private static final Duration SHORT = Duration.ofMillis(5);

	private final IllegalStateException cause = new IllegalStateException("on purpose");

	private final BufferKind buffer;

	DrainTests(BufferKind buffer) {
		this.buffer = buffer;
	}

	// The cause

	@Test
	void everyCallReportsTheCauseOfTheClose() {
		Recorder<Integer> recorder = new Recorder<>();
		BackpressureChannel<Integer> channel = this.buffer
			.build(recorder.on(BackpressureChannel.<Integer>builder()).bufferSize(1));
		channel.close(this.cause);
		assertThat(channel.isClosed()).isTrue();
		assertCause(() -> channel.send(1));
		assertCause(() -> channel.send(1, SHORT));
		assertCause(channel::receive);
		assertCause(channel::tryReceive);
		assertCause(() -> channel.tryReceive(SHORT));
		assertCause(() -> channel.receiveBatch(1, SHORT));
		assertThat(channel.trySend(1)).isEqualTo(SendResult.CLOSED);
		assertThat(recorder.errors()).hasSize(3).allMatch((error) -> error.getCause() == this.cause);
	}

	@Test
	void waitingCallsReportTheCauseOfTheClose() throws Exception {
		BackpressureChannel<Integer> full = this.buffer.full(1);
		BackpressureChannel<Integer> empty = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		List<TestThread<?>> threads = List.of(TestThread.run(() -> full.send(1)).awaitParked(),
				TestThread.call(empty::receive).awaitParked(),
				TestThread.call(() -> empty.receiveBatch(2, LONG)).awaitParked());
		full.close(this.cause);
		empty.close(this.cause);
		for (TestThread<?> thread : threads) {
			assertThat(thread.failure()).isInstanceOf(ChannelClosedException.class).hasCause(this.cause);
		}
	}

	@Test
	void firstCloseDeterminesTheCause() {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		channel.close(this.cause);
		channel.close(new IllegalStateException("too late"));
		channel.close();
		assertCause(() -> channel.send(1));
		BackpressureChannel<Integer> other = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		other.close();
		other.close(this.cause);
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(() -> other.send(1)).withNoCause();
	}

	@Test
	void concurrentClosesReportOneCause() throws Exception {
		for (int time = 0; time < this.buffer.times(200); time++) {
			BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
			List<TestThread<Throwable>> closers = new ArrayList<>();
			for (int closer = 0; closer < 3; closer++) {
				Exception mine = new Exception("cause " + closer);
				closers.add(TestThread.call(() -> {
					channel.close(mine);
					return sendFails(channel).getCause();
				}));
			}
			Throwable seen = sendFails(closers.get(0), channel).getCause();
			for (TestThread<Throwable> closer : closers) {
				assertThat(closer.result()).isNotNull().isSameAs(seen);
			}
		}
	}

	private static ChannelClosedException sendFails(TestThread<?> closer, BackpressureChannel<Integer> channel)
			throws InterruptedException {
		closer.result();
		return sendFails(channel);
	}

	private static ChannelClosedException sendFails(BackpressureChannel<Integer> channel) throws InterruptedException {
		try {
			channel.send(1);
			throw new AssertionError("the send did not fail");
		}
		catch (ChannelClosedException ex) {
			return ex;
		}
	}

	@Test
	void closeRejectsMissingCause() {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		assertThatNullPointerException().isThrownBy(() -> channel.close(null)).withMessageContaining("cause");
		assertThat(channel.isClosed()).isFalse();
	}

	private void assertCause(ThrowingCallable call) {
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(call).withCause(this.cause);
	}

	// Waiting until drained

	@Test
	void closedAndEmptyChannelIsDrained() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		assertThat(channel.isDrained()).isFalse();
		assertThat(channel.awaitDrained(Duration.ZERO)).isFalse();
		channel.close();
		assertThat(channel.isDrained()).isFalse();
		assertThat(channel.awaitDrained(SHORT)).isFalse();
		channel.receive();
		assertThat(channel.isDrained()).isTrue();
		assertThat(channel.awaitDrained(Duration.ZERO)).isTrue();
		assertThat(channel.awaitDrained(LONG)).isTrue();
	}

	@Test
	void anyRemovalOfLastValueEndsAwaitDrained() throws Exception {
		List<Removal> removals = List.of(BackpressureChannel::receive, BackpressureChannel::tryReceive,
				(channel) -> channel.tryReceive(SHORT), (channel) -> channel.receiveBatch(9, LONG),
				(channel) -> channel.receiveBatch(9, Duration.ZERO), (channel) -> channel.purge(),
				(channel) -> channel.forEach((value) -> {
				}));
		for (Removal removal : removals) {
			BackpressureChannel<Integer> channel = this.buffer.full(3);
			TestThread<Boolean> waiting = TestThread.call(() -> channel.awaitDrained(LONG)).awaitParked();
			channel.receive();
			channel.close();
			TestThread<Boolean> later = TestThread.call(() -> channel.awaitDrained(LONG)).awaitParked();
			channel.receive();
			assertThat(waiting.isDone()).isFalse();
			removal.from(channel);
			assertThat(waiting.result()).isTrue();
			assertThat(later.result()).isTrue();
		}
	}

	@Test
	void closeOfEmptyChannelEndsAwaitDrained() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		TestThread<Boolean> waiting = TestThread.call(() -> channel.awaitDrained(LONG)).awaitParked();
		channel.send(1);
		channel.receive();
		assertThat(waiting.isDone()).isFalse();
		channel.close();
		assertThat(waiting.result()).isTrue();
	}

	@Test
	void interruptEndsAwaitDrained() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		channel.close();
		TestThread<Boolean> waiting = TestThread.call(() -> channel.awaitDrained(LONG)).awaitParked();
		assertThat(waiting.interrupt().failure()).isInstanceOf(InterruptedException.class);
		assertThatIllegalArgumentException().isThrownBy(() -> channel.awaitDrained(Duration.ofMillis(-1)));
	}

	@Test
	void awaitDrainedNeverMissesLastReceive() throws Exception {
		for (int time = 0; time < this.buffer.times(300); time++) {
			BackpressureStrategy strategy = (time % 2 == 0) ? BackpressureStrategy.BLOCK
					: BackpressureStrategy.DROP_OLDEST;
			BackpressureChannel<Integer> channel = this.buffer.channel(strategy, 1 + time % 9);
			List<TestThread<Void>> others = new ArrayList<>();
			for (int number = 0; number < 2; number++) {
				others.add(TestThread.run(() -> sendUntilClosed(channel)));
				others.add(TestThread.run(() -> channel.forEach((value) -> {
				})));
			}
			TestThread<Boolean> waiting = TestThread.call(() -> channel.awaitDrained(LONG));
			channel.close();
			assertThat(channel.awaitDrained(LONG)).isTrue();
			assertThat(waiting.result()).isTrue();
			assertThat(channel.size()).isZero();
			TestThread.joinAll(others);
		}
	}

	private static void sendUntilClosed(BackpressureChannel<Integer> channel) throws InterruptedException {
		try {
			for (int value = 0;; value++) {
				channel.send(value);
			}
		}
		catch (ChannelClosedException ex) {
			// ends the loop
		}
	}

	/** Way to remove values from a channel. */
	private interface Removal {

		void from(BackpressureChannel<Integer> channel) throws Exception;

	}

}
