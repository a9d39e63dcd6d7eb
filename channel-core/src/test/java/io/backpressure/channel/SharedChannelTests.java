package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests specific to channels that several JVMs share. Each simulated JVM has its own
 * channel on a common store.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedChannelTests {

	private static final Duration LONG = Duration.ofHours(1);

	private static final Duration SHORT = Duration.ofMillis(5);

	private final Recorder<Integer> recorder = new Recorder<>();

	@Test
	void capacityBoundsTotalOfAllJvms() throws Exception {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 2);
		jvms.here.send(1);
		jvms.there.send(2);
		assertThat(jvms.here.trySend(3)).isEqualTo(SendResult.FULL);
		assertThat(jvms.there.trySend(3)).isEqualTo(SendResult.FULL);
		assertThat(jvms.here.size()).isEqualTo(2);
		assertThat(jvms.there.size()).isEqualTo(2);
		assertThat(jvms.here.stats().bufferUtilization()).isEqualTo(1.0);
		TestThread<Void> sender = TestThread.run(() -> jvms.here.send(3)).awaitParked();
		Poll.until(() -> jvms.here.waitingSenders() == 1);
		assertThat(jvms.there.waitingSenders()).isZero();
		assertThat(jvms.there.receive()).isEqualTo(1);
		sender.result();
		assertThat(Drain.of(jvms.there)).containsExactly(2, 3);
	}

	@Test
	void statisticsAreLocalAndTotalsAreShared() throws Exception {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.DROP_OLDEST, 2);
		for (int value = 0; value < 3; value++) {
			jvms.here.send(value);
		}
		jvms.there.send(3);
		assertThat(jvms.there.receive()).isEqualTo(2);
		assertThat(jvms.here.purge()).isEqualTo(1);
		ChannelStats here = jvms.here.stats();
		assertThat(here.sendCount()).isEqualTo(3);
		assertThat(here.receiveCount()).isZero();
		assertThat(here.lastReceiveTime()).isNull();
		assertThat(here.droppedCount()).isOne();
		assertThat(here.purgedCount()).isOne();
		ChannelStats there = jvms.there.stats();
		assertThat(there.sendCount()).isEqualTo(1);
		assertThat(there.receiveCount()).isEqualTo(1);
		assertThat(there.droppedCount()).isEqualTo(1);
		assertThat(jvms.here.totals()).isEqualTo(jvms.there.totals())
			.isEqualTo(new SharedChannel.Totals(4, 1, 3, 0, 0));
	}

	@Test
	void closeAppliesToAllJvms() throws Exception {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 1);
		AtomicInteger closes = new AtomicInteger();
		jvms.here.onClose(closes::incrementAndGet);
		jvms.there.onClose(closes::incrementAndGet);
		jvms.here.send(1);
		TestThread<Void> sender = TestThread.run(() -> jvms.here.send(2)).awaitParked();
		jvms.there.close();
		assertThat(closes).hasValue(2);
		assertThat(sender.failure()).isInstanceOf(ChannelClosedException.class);
		assertThat(jvms.here.isClosed()).isTrue();
		assertThat(jvms.here.trySend(3)).isEqualTo(SendResult.CLOSED);
		assertThat(jvms.here.receive()).isEqualTo(1);
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(jvms.there::receive);
		jvms.here.close();
		jvms.there.close();
		jvms.here.detach();
		assertThat(closes).hasValue(2);
	}

	@Test
	void detachAppliesToOneJvm() throws Exception {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 2);
		AtomicInteger closes = new AtomicInteger();
		jvms.here.onClose(closes::incrementAndGet);
		jvms.there.onClose(() -> closes.addAndGet(100));
		TestThread<Integer> receiver = TestThread.call(jvms.here::receive).awaitParked();
		jvms.here.detach();
		jvms.here.detach();
		assertThat(receiver.failure()).isInstanceOf(ChannelClosedException.class);
		assertThat(closes).hasValue(1);
		jvms.there.send(1);
		assertThat(jvms.here.isClosed()).isTrue();
		assertThat(jvms.here.trySend(2)).isEqualTo(SendResult.CLOSED);
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(jvms.here::tryReceive);
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(jvms.here.acknowledging()::receive);
		assertThat(jvms.there.isClosed()).isFalse();
		assertThat(jvms.there.receive()).isEqualTo(1);
	}

	@Test
	void bufferWaitCannotBeMeasured() {
		assertRejected((builder) -> builder.measureBufferWait(true), "measureBufferWait");
	}

	@Test
	void valuesCannotExpire() {
		assertRejected((builder) -> builder.maxAge(Duration.ofMinutes(1)), "maxAge");
	}

	private static void assertRejected(Consumer<ChannelBuilder<Integer>> setting, String name) {
		ChannelBuilder<Integer> builder = BackpressureChannel.<Integer>builder().name("test").bufferSize(1);
		setting.accept(builder);
		SharedBuffer<Integer> buffer = new LocalSharedBuffer<>(new LocalStore<>(1, BackpressureStrategy.BLOCK));
		assertThatIllegalStateException()
			.isThrownBy(() -> ChannelSupport.build(builder, (channel, capacity, strategy) -> buffer))
			.withMessageContaining(name)
			.withMessageContaining("test");
	}

	@Test
	void acknowledgedValueIsRemoved() throws Exception {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 1);
		jvms.here.send(1);
		Received<Integer> received = jvms.there.acknowledging().receive();
		assertThat(received.value()).isEqualTo(1);
		assertThat(received.deliveries()).isEqualTo(1);
		assertThat(received.maxDeliveries()).isEqualTo(LocalSharedBuffer.MAX_DELIVERIES);
		// the taken value needs no room
		assertThat(jvms.here.trySend(2)).isEqualTo(SendResult.SENT);
		assertThat(jvms.here.totals()).isEqualTo(new SharedChannel.Totals(2, 1, 0, 1, 1));
		received.acknowledge();
		received.acknowledge();
		received.release();
		assertThat(jvms.here.totals()).isEqualTo(new SharedChannel.Totals(2, 1, 0, 1, 0));
		assertThat(Drain.of(jvms.there)).containsExactly(2);
		assertThat(jvms.there.stats().receiveCount()).isEqualTo(2);
	}

	@Test
	void releasedValueIsRedelivered() throws Exception {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 2);
		jvms.here.send(1);
		Received<Integer> first = jvms.here.acknowledging().receive();
		TestThread<Received<Integer>> receiver = TestThread.call(jvms.there.acknowledging()::receive).awaitParked();
		Poll.until(() -> jvms.there.waitingReceivers() == 1);
		first.release();
		Received<Integer> second = receiver.result();
		assertThat(second.value()).isEqualTo(1);
		assertThat(second.deliveries()).isEqualTo(2);
		first.acknowledge(); // no effect, since the value was redelivered
		assertThat(jvms.here.totals()).isEqualTo(new SharedChannel.Totals(1, 1, 0, 0, 1));
	}

	@Test
	void valueOfDetachedReceiverIsRedelivered() throws Exception {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 2);
		jvms.here.send(1);
		jvms.here.acknowledging().receive();
		TestThread<Integer> receiver = TestThread.call(jvms.there::receive).awaitParked();
		jvms.here.detach();
		assertThat(receiver.result()).isEqualTo(1);
	}

	@Test
	void closedChannelIsDrainedAfterLastAcknowledgement() throws Exception {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 2);
		jvms.here.send(1);
		jvms.here.send(2);
		Received<Integer> first = jvms.here.acknowledging().receive();
		Received<Integer> second = jvms.here.acknowledging().receive();
		jvms.here.close();
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(jvms.there::receive);
		assertThat(jvms.there.acknowledging().tryReceive()).isNull();
		List<Integer> redelivered = Collections.synchronizedList(new ArrayList<>());
		TestThread<Void> loop = TestThread.run(() -> jvms.there.acknowledging().forEach((received) -> {
			redelivered.add(received.value());
			received.acknowledge();
		})).awaitParked();
		first.release();
		Poll.until(() -> redelivered.size() == 1);
		loop.awaitParked();
		second.acknowledge();
		loop.result();
		assertThat(redelivered).containsExactly(1);
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(jvms.here.acknowledging()::tryReceive);
	}

	@Test
	void limitsApplyToAcknowledgingReceives() throws Exception {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 3);
		ChannelReceiver<Received<Integer>> receiver = jvms.here.acknowledging();
		assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(() -> receiver.receive(SHORT))
			.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(ChannelTimeoutException.Limit.CALL));
		CancellationSource source = CancellationSource.create();
		TestThread<Received<Integer>> cancelled = TestThread.call(() -> receiver.receive(source.token())).awaitParked();
		source.cancel();
		assertThat(cancelled.failure()).isInstanceOf(ChannelCancelledException.class);
		assertThat(TestThread.call(receiver::receive).awaitParked().interrupt().failure())
			.isInstanceOf(InterruptedException.class);
		for (int value = 0; value < 3; value++) {
			jvms.there.send(value);
		}
		assertThat(receiver.receiveBatch(2, LONG)).extracting(Received::value).containsExactly(0, 1);
		assertThat(receiver.receiveBatch(2, SHORT)).extracting(Received::value).containsExactly(2);
		ChannelStats stats = jvms.here.stats();
		assertThat(stats.receiveCount()).isEqualTo(3);
		assertThat(stats.receiveCalls()).isEqualTo(2);
		assertThat(stats.averageReceiveTime()).isGreaterThan(SHORT.dividedBy(2));
	}

	@Test
	void batchIsTimedOnce() throws Exception {
		SharedJvms jvms = new SharedJvms(this.recorder, BackpressureStrategy.BLOCK, 2);
		for (int value = 0; value < 10; value++) {
			jvms.here.send(value);
			assertThat(jvms.there.receiveBatch(Integer.MAX_VALUE, Duration.ZERO)).containsExactly(value);
		}
		assertThat(jvms.there.stats().receiveCalls()).isEqualTo(10);
		assertThat(jvms.there.stats().totalReceiveTime()).isPositive();
	}

}
