package io.backpressure.channel;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the state that a channel exposes while it is used: waiting threads, the times
 * for which values are buffered, and timeouts.
 */
@EveryBuffer
class InsightTests {

	private static final Duration WAIT = Duration.ofMillis(20);

	private final BufferKind buffer;

	private final Recorder<Integer> recorder = new Recorder<>();

	InsightTests(BufferKind buffer) {
		this.buffer = buffer;
	}

	@Test
	void waitingSendersAreCounted() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		assertThat(channel.waitingSenders()).isZero();
		List<TestThread<Void>> senders = TestThread.runEach(3, (value) -> () -> channel.send(value));
		// awaitParked does not suffice: on Redis, a parked thread may still wait for a
		// reply of the server
		Poll.until(() -> channel.waitingSenders() == 3);
		assertThat(channel.waitingReceivers()).isZero();
		channel.receive();
		Poll.until(() -> channel.waitingSenders() == 2);
		senders.forEach(TestThread::interrupt);
		Poll.until(() -> channel.waitingSenders() == 0);
	}

	@Test
	void waitingReceiversAreCounted() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		TestThread<Integer> first = TestThread.call(channel::receive);
		TestThread<Integer> second = TestThread.call(channel::receive);
		// awaitParked does not suffice: on Redis, a parked thread may still wait for a
		// reply of the server
		Poll.until(() -> channel.waitingReceivers() == 2);
		assertThat(channel.waitingSenders()).isZero();
		channel.send(1);
		channel.send(2);
		first.result();
		second.result();
		assertThat(channel.waitingReceivers()).isZero();
	}

	@Test
	void oldestValueGetsOlder() {
		for (BackpressureStrategy strategy : BackpressureStrategy.values()) {
			BackpressureChannel<Integer> channel = measuring(strategy, 2);
			assertThat(channel.oldestAge()).isZero();
			channel.trySend(1);
			Poll.until(() -> channel.oldestAge().compareTo(WAIT) > 0);
			Duration before = channel.oldestAge();
			channel.trySend(2);
			assertThat(channel.oldestAge()).isGreaterThanOrEqualTo(before);
			channel.tryReceive();
			assertThat(channel.oldestAge()).isLessThan(before);
			channel.tryReceive();
			assertThat(channel.oldestAge()).isZero();
		}
	}

	@Test
	void observersReceiveBufferTimeOfEachValue() throws Exception {
		BackpressureChannel<Integer> channel = measuring(BackpressureStrategy.DROP_OLDEST, 4);
		assertThat(channel.measuresBufferWait()).isTrue();
		channel.observe(this.recorder);
		for (int value = 0; value < 20; value++) {
			channel.send(value); // evicts 16 values, which onReceive does not report
		}
		Poll.until(() -> channel.oldestAge().compareTo(WAIT) > 0);
		channel.receive();
		channel.receiveBatch(2, Duration.ZERO);
		channel.tryReceive();
		assertThat(this.recorder.bufferedNanos()).hasSize(4)
			.allSatisfy((nanos) -> assertThat(nanos).isBetween(WAIT.toNanos(), Duration.ofSeconds(20).toNanos()));
		assertThat(this.recorder.threads()).containsOnly(Thread.currentThread());
	}

	@Test
	void throwingObserverDoesNotAffectReceiver() throws Exception {
		BackpressureChannel<Integer> channel = measuring(BackpressureStrategy.BLOCK, 1);
		channel.observe(new BackpressureChannel.Observer<Object>() {

			@Override
			public void onReceive(long bufferedNanos) {
				throw new IllegalStateException("observer");
			}

		});
		channel.observe(this.recorder);
		channel.send(1);
		LogCapture log = LogCapture.of(BackpressureChannel.class);
		try {
			assertThat(channel.receive()).isEqualTo(1);
			assertThat(log.thrown()).singleElement().isInstanceOf(IllegalStateException.class);
		}
		finally {
			log.close();
		}
		assertThat(this.recorder.errors()).singleElement().isInstanceOf(IllegalStateException.class);
		assertThat(channel.stats().failedSends()).isZero();
	}

	@Test
	void nothingIsMeasuredUnlessRequested() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(2);
		channel.observe(this.recorder);
		assertThat(channel.measuresBufferWait()).isFalse();
		assertThat(channel.oldestAge()).isZero();
		channel.receive();
		assertThat(this.recorder.bufferedNanos()).isEmpty();
	}

	@Test
	void timeoutsAreExposed() {
		BackpressureChannel<Integer> without = this.buffer.full(1);
		assertThat(without.sendTimeout()).isZero();
		assertThat(without.receiveTimeout()).isZero();
		assertThat(without.maxAge()).isZero();
		BackpressureChannel<Integer> with = this.buffer.build(BackpressureChannel.<Integer>builder()
			.bufferSize(1)
			.sendTimeout(Duration.ofSeconds(2))
			.receiveTimeout(Duration.ofSeconds(3)));
		assertThat(with.sendTimeout()).hasSeconds(2);
		assertThat(with.receiveTimeout()).hasSeconds(3);
	}

	private BackpressureChannel<Integer> measuring(BackpressureStrategy strategy, int capacity) {
		this.buffer.assume(BufferKind.Feature.BUFFER_WAIT);
		return this.buffer.build(BackpressureChannel.<Integer>builder()
			.name("test")
			.strategy(strategy)
			.bufferSize(capacity)
			.measureBufferWait(true));
	}

}
