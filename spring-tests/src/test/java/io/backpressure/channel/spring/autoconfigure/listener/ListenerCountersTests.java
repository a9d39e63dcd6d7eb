package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.ListenerStats;
import io.backpressure.channel.spring.listener.Poll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listener that fails occasionally and receives a million values. Each value is either
 * handled or dead-lettered, exactly once.
 */
@Timeout(300)
class ListenerCountersTests {

	private static final int VALUES = 1_000_000;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void everyReceivedValueIsCountedOnce(boolean virtualThreads) {
		Assumptions.assumeTrue(!virtualThreads || Runtime.version().feature() >= 21, "virtual threads need Java 21");
		ListenerContext.with("orders")
			.withBean(Unreliable.class)
			.withPropertyValues("spring.threads.virtual.enabled=" + virtualThreads,
					"backpressure.channels.failed.type=" + FailedValue.class.getName(),
					"backpressure.listener.channels.orders.dead-letter=failed",
					"backpressure.listener.channels.orders.retry.max-retries=2",
					"backpressure.listener.channels.orders.retry.delay=0ms")
			.run((context) -> {
				Unreliable unreliable = context.getBean(Unreliable.class);
				BackpressureChannel<Integer> orders = context.getBean(ChannelRegistry.class)
					.get("orders", Integer.class);
				for (int value = 0; value < VALUES; value++) {
					orders.send(value);
				}
				ListenerRegistry listeners = context.getBean(ListenerRegistry.class);
				// a value leaves the channel before it is counted
				Poll.until(() -> listeners.get("unreliable").stats().received() == VALUES);
				Poll.until(() -> listeners.get("unreliable").stats().inFlight() == 0);
				ListenerStats stats = listeners.get("unreliable").stats();
				assertThat(orders.size()).isZero();
				Poll.until(() -> listeners.get("dead-letters").stats().processed() == stats.deadLettered());
				assertThat(stats.received()).isEqualTo(VALUES);
				assertThat(stats.processed() + stats.deadLettered()).as("%s", stats).isEqualTo(VALUES);
				assertThat(stats.deadLettered()).as("%s", stats).isPositive().isEqualTo(unreliable.deadLetters.sum());
				assertThat(unreliable.calls.sum()).isGreaterThan(VALUES);
				for (int value = 0; value < VALUES; value++) {
					assertThat(unreliable.ends.get(value)).as("outcomes of value %d", value).isEqualTo(1);
				}
			});
	}

	static class Unreliable {

		final AtomicIntegerArray ends = new AtomicIntegerArray(VALUES);

		final LongAdder calls = new LongAdder();

		final LongAdder deadLetters = new LongAdder();

		/**
		 * Fails each call with one of a thousand values. With other values, one call of a
		 * hundred fails on average.
		 */
		@ChannelListener(id = "unreliable", channel = "orders", concurrency = "4")
		void handle(Integer value) {
			this.calls.increment();
			Random random = ThreadLocalRandom.current();
			if (value % 1000 == 7 || random.nextInt(100) == 0) {
				throw new Failure();
			}
			this.ends.incrementAndGet(value);
		}

		@ChannelListener(id = "dead-letters", channel = "failed")
		void inspect(FailedValue failed) {
			this.deadLetters.increment();
			assertThat(failed.attempts()).isEqualTo(3);
			this.ends.incrementAndGet((Integer) failed.value());
		}

	}

	static class Failure extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Failure() {
			super("on purpose", null, false, false);
		}

	}

}
