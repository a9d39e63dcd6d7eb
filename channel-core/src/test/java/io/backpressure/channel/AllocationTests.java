package io.backpressure.channel;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that sends and receives allocate nothing, even if they wait for each other. The
 * first rounds of calls may allocate, since their code is not compiled yet. So each test
 * repeats its round until one stays below the limit.
 */
@Timeout(180)
class AllocationTests {

	private static final int COUNT = 20_000;

	/**
	 * Limit in bytes for all calls of one round: less than one object for each timed
	 * call. One call in 256 is timed.
	 */
	private static final int ALLOWED_BYTES = COUNT / 256 * 8;

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final Object value = new Object();

	@Test
	void sendAndReceiveOnOneThreadAllocateNothing() throws Exception {
		for (BackpressureStrategy strategy : BackpressureStrategy.values()) {
			BackpressureChannel<Object> channel = BackpressureChannel.builder()
				.bufferSize(4)
				.strategy(strategy)
				.build();
			TestThread.Action action = () -> {
				for (int count = 0; count < COUNT; count++) {
					channel.send(this.value);
					channel.receive();
				}
			};
			Poll.until(() -> allocatedBy(action) < ALLOWED_BYTES);
		}
	}

	@Test
	void dropAndRejectionAllocateNothing() throws Exception {
		for (BackpressureStrategy strategy : BackpressureStrategy.values()) {
			BackpressureChannel<Object> channel = BackpressureChannel.builder()
				.bufferSize(4)
				.strategy(strategy)
				.build();
			TestThread.Action action = () -> {
				for (int count = 0; count < COUNT; count++) {
					channel.trySend(this.value);
				}
			};
			Poll.until(() -> allocatedBy(action) < ALLOWED_BYTES);
		}
	}

	@Test
	void waitingSendsAndReceivesAllocateNothing() throws Exception {
		BackpressureChannel<Object> channel = BackpressureChannel.create(1);
		Poll.until(() -> exchange(channel) < ALLOWED_BYTES);
		assertThat(channel.stats().blockedSends()).isPositive();
	}

	private long exchange(BackpressureChannel<Object> channel) throws InterruptedException {
		TestThread<Long> sender = TestThread.call(() -> allocatedBy(() -> {
			for (int count = 0; count < COUNT; count++) {
				channel.send(this.value);
			}
		}));
		TestThread<Long> receiver = TestThread.call(() -> allocatedBy(() -> {
			for (int count = 0; count < COUNT; count++) {
				channel.receive();
			}
		}));
		return sender.result() + receiver.result();
	}

	private static long allocatedBy(TestThread.Action action) throws Exception {
		long before = threads.getCurrentThreadAllocatedBytes();
		action.run();
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

}
