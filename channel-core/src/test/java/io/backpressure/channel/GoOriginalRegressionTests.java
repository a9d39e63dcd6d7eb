package io.backpressure.channel;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Regression tests for the faults of the Go package from which this library originates.
 */
@EveryBuffer
class GoOriginalRegressionTests {

	private final BufferKind buffer;

	private final Recorder<Integer> recorder = new Recorder<>();

	GoOriginalRegressionTests(BufferKind buffer) {
		this.buffer = buffer;
	}

	@Test
	void tryReceiveDrainsClosedChannel() {
		BackpressureChannel<Integer> channel = this.buffer.full(2);
		channel.close();
		assertThat(channel.tryReceive()).isZero();
		assertThat(channel.tryReceive()).isEqualTo(1);
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(channel::tryReceive);
	}

	@Test
	void evictingTrySendReportsDroppedValue() {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.DROP_OLDEST);
		channel.trySend(1);
		channel.trySend(2);
		assertThat(this.recorder.drops()).containsExactly(1);
	}

	@Test
	void evictingTrySendWakesReceiver() throws Exception {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.DROP_OLDEST);
		TestThread<Integer> receiver = TestThread.call(channel::receive).awaitParked();
		channel.trySend(1);
		channel.trySend(2);
		assertThat(receiver.result()).isBetween(1, 2);
	}

	@Test
	void errorsAreReported() {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.ERROR);
		channel.trySend(1);
		assertThatExceptionOfType(ChannelFullException.class).isThrownBy(() -> channel.send(2));
		assertThat(this.recorder.errors()).hasSize(1).first().isInstanceOf(ChannelFullException.class);
	}

	@Test
	void wakeUpsDoNotCountAsBlockedSends() throws Exception {
		BackpressureChannel<Integer> channel = BufferKind.filled(channel(BackpressureStrategy.BLOCK));
		List<TestThread<Void>> senders = TestThread.runEach(4, (number) -> () -> channel.send(number));
		Poll.untilBlockedSends(channel, 4);
		for (int count = 0; count < 5; count++) {
			channel.receive();
		}
		TestThread.joinAll(senders);
		assertThat(channel.stats().blockedSends()).isEqualTo(4);
		assertThat(this.recorder.blocks()).isEqualTo(4);
	}

	@Test
	void callbackThatCallsTheChannelDoesNotDeadlock() throws Exception {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.DROP);
		channel.observe(new BackpressureChannel.Observer<>() {

			@Override
			public void onDrop(Integer value) {
				assertThat(channel.tryReceive()).isEqualTo(1);
				assertThat(channel.stats().droppedCount()).isEqualTo(1);
			}

			@Override
			public void onBlock() {
			}

			@Override
			public void onError(Throwable error) {
			}

		});
		channel.send(1);
		channel.send(2);
		assertThat(channel.size()).isZero();
		assertThat(this.recorder.errors()).isEmpty();
	}

	@Test
	void statisticsCannotDeadlockWithSends() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.DROP_OLDEST, 1);
		int calls = this.buffer.times(20_000);
		List<TestThread<Void>> threads = TestThread.runEach(4, (number) -> () -> {
			for (int count = 0; count < calls; count++) {
				if (number % 2 == 0) {
					channel.trySend(count);
				}
				else {
					channel.stats();
				}
			}
		});
		TestThread.joinAll(threads);
		assertThat(channel.stats().sendCount()).isEqualTo(2 * calls);
	}

	@Test
	void cancelledWaiterIsWoken() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		CancellationSource source = CancellationSource.create();
		TestThread<Integer> receiver = TestThread.call(() -> channel.receive(source.token())).awaitParked();
		source.cancel();
		assertThat(receiver.failure()).isInstanceOf(ChannelCancelledException.class);
	}

	@Test
	void bufferSizeOfZeroOrLessIsRejected() {
		assertThatIllegalArgumentException().isThrownBy(() -> BackpressureChannel.create(0)).withMessageContaining("0");
		assertThatIllegalArgumentException().isThrownBy(() -> BackpressureChannel.create(-3))
			.withMessageContaining("-3");
	}

	@Test
	void averagesCoverOnlySuccessfulCalls() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		Duration average = channel.stats().averageSendTime();
		assertThatExceptionOfType(ChannelTimeoutException.class)
			.isThrownBy(() -> channel.send(1, Duration.ofMillis(5)));
		assertThat(channel.stats().averageSendTime()).isEqualTo(average);
	}

	private BackpressureChannel<Integer> channel(BackpressureStrategy strategy) {
		return this.buffer.build(
				this.recorder.on(BackpressureChannel.<Integer>builder().name("test").bufferSize(1).strategy(strategy)));
	}

}
