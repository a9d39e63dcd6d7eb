package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.ListenerStats;
import io.backpressure.channel.spring.listener.Poll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pipeline under load. Its listeners are paused, resumed, stopped and started at random,
 * and its context is stopped and started. Each value reaches the end of the pipeline
 * exactly once. A wrong count is reported with the seed of the run. {@code -Dstress.seed}
 * sets the seed.
 */
@Timeout(120)
class ListenerStressTests {

	private static final long SEED = Long.getLong("stress.seed", System.nanoTime());

	private static final int VALUES = 30_000;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void stopsAndPausesLoseNoValues(boolean virtualThreads) {
		Assumptions.assumeTrue(!virtualThreads || Runtime.version().feature() >= 21, "virtual threads need Java 21");
		ListenerContext.with("first", "second")
			.withBean(Stages.class)
			.withPropertyValues("spring.threads.virtual.enabled=" + virtualThreads,
					"backpressure.listener.drain-timeout=20ms", "backpressure.channels.second.buffer-size=7")
			.run((context) -> {
				ListenerRegistry listeners = context.getBean(ListenerRegistry.class);
				BackpressureChannel<Integer> first = context.getBean(ChannelRegistry.class).get("first", Integer.class);
				Thread sender = new Thread(() -> send(first));
				sender.start();
				disturb(sender, listeners, context.getSourceApplicationContext(ConfigurableApplicationContext.class));
				listeners.containers().forEach(ListenerContainer::resume);
				listeners.containers().forEach(ListenerContainer::start);
				Stages stages = context.getBean(Stages.class);
				Poll.until(() -> listeners.get("second").stats().processed() == VALUES);
				assertThat(listeners.get("first").stats()).as("-Dstress.seed=" + SEED)
					.isEqualTo(new ListenerStats(VALUES, VALUES, 0, 0, 0, 0, 0));
				assertThat(listeners.get("second").stats()).as("-Dstress.seed=" + SEED)
					.isEqualTo(new ListenerStats(VALUES, VALUES, 0, 0, 0, 0, 0));
				for (int value = 0; value < VALUES; value++) {
					assertThat(stages.ends.get(value)).as("arrivals of %d, -Dstress.seed=%d", value, SEED).isEqualTo(1);
				}
			});
	}

	private static void send(BackpressureChannel<Integer> channel) {
		for (int value = 0; value < VALUES; value++) {
			try {
				channel.send(value);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private static void disturb(Thread sender, ListenerRegistry listeners, ConfigurableApplicationContext context) {
		Random random = new Random(SEED);
		while (sender.isAlive()) {
			ListenerContainer listener = listeners.get(random.nextBoolean() ? "first" : "second");
			switch (random.nextInt(12)) {
				case 0 -> listener.stop();
				case 1 -> listener.pause();
				case 2 -> {
					context.stop();
					context.start();
				}
				case 3, 4, 5 -> listener.start();
				default -> listener.resume();
			}
			LockSupport.parkNanos(random.nextInt(500_000));
		}
	}

	static class Stages {

		final AtomicIntegerArray ends = new AtomicIntegerArray(VALUES);

		@ChannelListener(id = "first", channel = "first", concurrency = "2", sendTo = "second")
		Integer first(Integer value) {
			return value;
		}

		/**
		 * Occasionally takes longer than the drain timeout, so that a stop interrupts it.
		 */
		@ChannelListener(id = "second", channel = "second", concurrency = "1-3")
		void second(Integer value) throws InterruptedException {
			if (ThreadLocalRandom.current().nextInt(5_000) == 0) {
				Thread.sleep(50);
			}
			this.ends.incrementAndGet(value);
		}

	}

}
