package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a channel whose buffer is unreachable or does not reply.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnreachableBufferTests {

	private static final Duration LONG = Duration.ofHours(1);

	private static final Duration SHORT = Duration.ofMillis(5);

	private final Recorder<Integer> recorder = new Recorder<>();

	@Test
	void waitingSendOutlastsOutage() throws Exception {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 1);
		jvms.network.fail(UnreachableBufferTests::notReached);
		assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(() -> jvms.here.send(1, SHORT));
		TestThread<Void> sender = TestThread.run(() -> jvms.here.send(1)).awaitParked();
		assertThat(this.recorder.blocks()).isEqualTo(2);
		jvms.network.recover();
		sender.result();
		assertThat(jvms.there.receive()).isEqualTo(1);
		assertThat(jvms.here.stats().sendCount()).isEqualTo(1);
		assertThat(jvms.here.stats().failedSends()).isEqualTo(1);
		assertThat(this.recorder.errors()).singleElement().isInstanceOf(ChannelTimeoutException.class);
	}

	@Test
	void sendThatCannotWaitFailsAndIsReported() {
		for (BackpressureStrategy strategy : BackpressureStrategy.values()) {
			SharedJvms jvms = new SharedJvms(this.recorder, strategy, 1);
			jvms.network.fail(UnreachableBufferTests::notReached);
			assertThatExceptionOfType(ChannelUnavailableException.class).isThrownBy(() -> jvms.here.trySend(1));
			if (strategy != BackpressureStrategy.BLOCK) {
				assertThatExceptionOfType(ChannelUnavailableException.class).isThrownBy(() -> jvms.here.send(1));
			}
			int failures = (strategy != BackpressureStrategy.BLOCK) ? 2 : 1;
			assertThat(this.recorder.errors()).hasSize(failures)
				.hasOnlyElementsOfType(ChannelUnavailableException.class);
			assertThat(jvms.here.stats().failedSends()).isEqualTo(failures);
			assertThat(jvms.here.stats().blockedSends()).isZero();
			assertThat(jvms.here.stats().droppedCount()).isZero();
			assertThat(this.recorder.drops()).isEmpty();
			this.recorder.errors().clear();
		}
	}

	@Test
	void receivesOutlastOutageIfTheyMayWait() throws Exception {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 9);
		ChannelReceiver<Received<Integer>> view = jvms.here.acknowledging();
		jvms.network.fail(UnreachableBufferTests::notReached);
		assertThatExceptionOfType(ChannelUnavailableException.class).isThrownBy(jvms.here::tryReceive);
		assertThatExceptionOfType(ChannelUnavailableException.class).isThrownBy(view::tryReceive);
		assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(() -> jvms.here.receive(SHORT));
		assertThat(jvms.here.receiveBatch(3, SHORT)).isEmpty();
		List<TestThread<?>> waiting = List.of(TestThread.call(jvms.here::receive), TestThread.call(view::receive),
				TestThread.call(() -> jvms.here.receiveBatch(1, LONG)),
				TestThread.call(() -> view.receiveBatch(1, LONG)));
		waiting.forEach(TestThread::awaitParked);
		for (int value = 0; value < 4; value++) {
			jvms.there.send(value);
		}
		Poll.until(() -> jvms.here.waitingReceivers() == 4);
		jvms.network.recover();
		TestThread.joinAll(waiting);
		assertThat(jvms.here.stats().receiveCount()).isEqualTo(4);
	}

	@Test
	void loopSurvivesUnreachableBuffer() throws Exception {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 1);
		List<Integer> received = new ArrayList<>();
		jvms.network.fail(UnreachableBufferTests::notReached);
		TestThread<Void> loop = TestThread.run(() -> jvms.here.forEach(received::add)).awaitParked();
		jvms.there.send(1);
		jvms.there.close();
		loop.awaitParked();
		jvms.network.recover();
		loop.result();
		assertThat(received).containsExactly(1);
	}

	@Test
	void unknownOutcomeFailsSendUnderEveryStrategy() {
		for (BackpressureStrategy strategy : BackpressureStrategy.values()) {
			SharedJvms jvms = new SharedJvms(this.recorder, strategy, 1);
			jvms.network.fail(UnknownOutcome::new);
			assertThatExceptionOfType(UnknownOutcome.class).isThrownBy(() -> jvms.here.send(1));
			assertThatExceptionOfType(UnknownOutcome.class).isThrownBy(() -> jvms.here.send(1, LONG));
			assertThatExceptionOfType(UnknownOutcome.class).isThrownBy(() -> jvms.here.trySend(1));
			assertThat(this.recorder.errors()).hasSize(3).hasOnlyElementsOfType(UnknownOutcome.class);
			assertThat(jvms.here.stats().failedSends()).isEqualTo(3);
			assertThat(jvms.here.stats().sendCount()).isZero();
			assertThat(jvms.here.stats().lastSendTime()).isNull();
			assertThat(jvms.here.stats().blockedSends()).isZero();
			this.recorder.errors().clear();
		}
	}

	@Test
	void waitEndingInUnknownOutcomeFails() throws Exception {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 1);
		jvms.network.fail(UnreachableBufferTests::notReached);
		TestThread<Void> sender = TestThread.run(() -> jvms.here.send(1)).awaitParked();
		TestThread<Integer> receiver = TestThread.call(jvms.here::receive).awaitParked();
		TestThread<Received<Integer>> viewer = TestThread.call(jvms.here.acknowledging()::receive).awaitParked();
		jvms.network.fail(UnknownOutcome::new);
		assertThat(sender.failure()).isInstanceOf(UnknownOutcome.class);
		assertThat(receiver.failure()).isInstanceOf(UnknownOutcome.class);
		assertThat(viewer.failure()).isInstanceOf(UnknownOutcome.class);
		assertThat(jvms.here.stats().failedSends()).isEqualTo(1);
		assertThat(jvms.here.stats().sendCount()).isZero();
	}

	@Test
	void batchReturnsItsValuesOnFailure() throws Exception {
		LogCapture log = LogCapture.of(BackpressureChannel.class);
		try {
			SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 2);
			for (ChannelReceiver<?> receiver : List.of(jvms.here, jvms.here.acknowledging())) {
				jvms.there.send(1);
				jvms.there.send(2);
				TestThread<? extends List<?>> batch = TestThread.call(() -> receiver.receiveBatch(3, LONG))
					.awaitParked();
				jvms.network.fail(UnknownOutcome::new);
				assertThat(batch.result()).hasSize(2);
				assertThat(log.thrown()).singleElement().isInstanceOf(UnknownOutcome.class);
				assertThatExceptionOfType(UnknownOutcome.class).isThrownBy(() -> receiver.receiveBatch(3, LONG));
				jvms.network.recover();
				log.clear();
			}
		}
		finally {
			log.close();
		}
	}

	@Test
	void batchFailureIsThrownByNextReceive() throws Exception {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 2);
		for (ChannelReceiver<?> receiver : List.of(jvms.here, jvms.here.acknowledging())) {
			jvms.there.send(1);
			TestThread<? extends List<?>> batch = TestThread.call(() -> receiver.receiveBatch(2, LONG)).awaitParked();
			jvms.network.fail(UnknownOutcome::new);
			assertThat(batch.result()).hasSize(1);
			jvms.network.recover();
			jvms.there.send(2);
			assertThatExceptionOfType(UnknownOutcome.class).isThrownBy(receiver::receive);
			assertThat(receiver.tryReceive()).isNotNull();
		}
	}

	@Test
	void statisticsSurviveUnreachableBuffer() {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 2);
		jvms.here.trySend(1);
		jvms.network.fail(UnreachableBufferTests::notReached);
		assertThat(jvms.here.stats().bufferUtilization()).isNaN();
		assertThat(jvms.here.stats().sendCount()).isEqualTo(1);
		assertThat(jvms.here).hasToString("BackpressureChannel[test, BLOCK, ?/2]");
		assertThatExceptionOfType(ChannelUnavailableException.class).isThrownBy(jvms.here::size);
		assertThatExceptionOfType(ChannelUnavailableException.class).isThrownBy(jvms.here::totals);
	}

	@Test
	void detachEndsWaitForUnreachableBuffer() throws Exception {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 1);
		jvms.network.fail(UnreachableBufferTests::notReached);
		TestThread<Void> sender = TestThread.run(() -> jvms.here.send(1)).awaitParked();
		TestThread<Integer> receiver = TestThread.call(jvms.here::receive).awaitParked();
		jvms.here.detach();
		assertThat(sender.failure()).isInstanceOf(ChannelClosedException.class);
		assertThat(receiver.failure()).isInstanceOf(ChannelClosedException.class);
	}

	private static ChannelException notReached() {
		return new ChannelUnavailableException("test", "not reached", null);
	}

	private static final class UnknownOutcome extends ChannelException {

		private static final long serialVersionUID = 1L;

		UnknownOutcome() {
			super("test", "no reply", null);
		}

	}

}
