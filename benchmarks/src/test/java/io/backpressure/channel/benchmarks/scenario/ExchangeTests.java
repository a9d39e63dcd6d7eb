package io.backpressure.channel.benchmarks.scenario;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.benchmarks.peer.Handoff;
import io.backpressure.channel.benchmarks.peer.Implementation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the allocation per value exchanged between virtual threads. The stacks of the
 * threads grow until the code is compiled. So the test that expects no allocation repeats
 * the run until the stacks no longer grow.
 */
@Timeout(120)
@EnabledIf(value = "io.backpressure.channel.benchmarks.scenario.GarbageFreeScheduler#isSupported",
		disabledReason = "needs a JDK that permits setting the scheduler of virtual threads")
class ExchangeTests {

	private static final int VALUES = 200_000;

	private static final int THREADS = 20;

	private static final int MAX_RUNS = 100;

	/**
	 * Limit in bytes per value. It leaves room for the allocations of the harness, but
	 * not for one object per hundred values.
	 */
	private static final double NOTHING = 0.1;

	/**
	 * Largest permitted number of values per wait. If waits were rarer, an allocation of
	 * one object per wait might not exceed the limit.
	 */
	private static final int VALUES_PER_WAIT = 100;

	@Test
	void waitingVirtualThreadsAllocateNothing() throws Exception {
		BackpressureChannel<Integer> channel = BackpressureChannel.create(16);
		Exchange exchange = carried(new Handoff() {

			@Override
			public void put(Integer value) throws InterruptedException {
				channel.send(value);
			}

			@Override
			public Integer take() throws InterruptedException {
				return channel.receive();
			}

		});
		double bytes = Double.MAX_VALUE;
		long waits = 0;
		for (int run = 0; run < MAX_RUNS && bytes > NOTHING; run++) {
			waits = channel.stats().blockedSends();
			bytes = exchange.run(VALUES).bytes();
			waits = channel.stats().blockedSends() - waits;
		}
		assertThat(bytes).isLessThan(NOTHING);
		assertThat(waits).isGreaterThan(VALUES / VALUES_PER_WAIT);
	}

	@Test
	void oneNodePerValueIsDetected() throws Exception {
		Exchange exchange = carried(Implementation.LBQ.create(16));
		assertThat(exchange.run(VALUES).bytes()).isGreaterThan(16);
	}

	private static Exchange carried(Handoff handoff) {
		return new Exchange(handoff, THREADS, THREADS, Threads.carried(), false);
	}

}
