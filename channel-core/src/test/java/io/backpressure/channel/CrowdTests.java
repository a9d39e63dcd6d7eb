package io.backpressure.channel;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with many virtual threads on one channel.
 */
@EveryBuffer
class CrowdTests {

	private final BufferKind buffer;

	private final int crowd;

	CrowdTests(BufferKind buffer) {
		this.buffer = buffer;
		this.crowd = buffer.times(10_000);
	}

	@BeforeEach
	void needVirtualThreads() {
		ThreadKind.VIRTUAL.assumeAvailable();
	}

	@Test
	void crowdExchangesAllValues() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 16);
		AtomicInteger sum = new AtomicInteger();
		CountDownLatch done = new CountDownLatch(2 * this.crowd);
		IntStream.range(0, this.crowd).forEach((number) -> {
			start(done, () -> channel.send(1));
			start(done, () -> sum.addAndGet(channel.receive()));
		});
		done.await();
		assertThat(sum).hasValue(this.crowd);
		assertThat(channel.size()).isZero();
	}

	@Test
	void cancellationEndsAllWaitsOnOneToken() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		CancellationSource source = CancellationSource.create();
		AtomicInteger cancelled = new AtomicInteger();
		CountDownLatch done = new CountDownLatch(this.crowd);
		IntStream.range(0, this.crowd).forEach((number) -> start(done, () -> {
			try {
				channel.send(number, source.token());
			}
			catch (ChannelCancelledException ex) {
				cancelled.incrementAndGet();
			}
		}));
		Poll.untilBlockedSends(channel, this.crowd);
		source.cancel();
		done.await();
		assertThat(cancelled).hasValue(this.crowd);
		assertThat(Drain.of(channel)).isEqualTo(List.of(0));
	}

	private static void start(CountDownLatch done, TestThread.Action action) {
		ThreadKind.VIRTUAL.start(() -> {
			try {
				action.run();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			finally {
				done.countDown();
			}
		});
	}

}
