package io.backpressure.channel.benchmarks.scenario;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.benchmarks.peer.Handoff;
import io.backpressure.channel.benchmarks.peer.Implementation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is allocated for a value on its way between virtual threads. The stacks of these
 * grow until the code is compiled, so this waits for a run in which they did not.
 */
@Timeout(120)
@EnabledIf(value = "io.backpressure.channel.benchmarks.scenario.GarbageFreeScheduler#isSupported",
		disabledReason = "needs virtual threads that can have a scheduler")
class ExchangeTests {

	private static final int VALUES = 200_000;

	private static final int THREADS = 20;

	private static final int MAX_RUNS = 100;

	/** Per value: less than an object for each hundredth, and some for the harness. */
	private static final double NOTHING = 0.1;

	/**
	 * With so many values for a wait, an object for each wait would be more than that.
	 */
	private static final int VALUES_PER_WAIT = 100;

	@Test
	void theChannelAllocatesNothingWhereVirtualThreadsWait() throws Exception {
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
	void aNodeForEachValueIsSeen() throws Exception {
		Exchange exchange = carried(Implementation.LBQ.create(16));
		assertThat(exchange.run(VALUES).bytes()).isGreaterThan(16);
	}

	private static Exchange carried(Handoff handoff) {
		return new Exchange(handoff, THREADS, THREADS, Threads.carried(), false);
	}

}
