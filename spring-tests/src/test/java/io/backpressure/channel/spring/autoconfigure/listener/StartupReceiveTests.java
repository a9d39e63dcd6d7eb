package io.backpressure.channel.spring.autoconfigure.listener;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelSelect;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.Poll;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that block the start of an application context: receives, and waits for a channel
 * to be drained.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(180)
class StartupReceiveTests {

	private final ApplicationContextRunner orders = ListenerContext.with("orders")
		.withUserConfiguration(StartupWatchTests.ShortLimit.class);

	@ParameterizedTest
	@ValueSource(strings = { "receive", "receive with limit", "receive batch", "for each", "try receive", "select" })
	void blockedReceiveIsReportedWithCaller(String call, CapturedOutput output) throws InterruptedException {
		String warning = "The start of the application context is blocked by a receive from channel 'orders': thread "
				+ "'starting' at " + Receiving.class.getName() + ".<init>(StartupReceiveTests.java:";
		Thread starting = StartupWatchTests.start(
				this.orders.withUserConfiguration(Receiving.class).withPropertyValues("test.call=" + call),
				(context) -> {
				});
		Poll.until(() -> output.getOut().contains(warning));
		starting.interrupt();
		starting.join();
		Poll.until(() -> !StartupWatchTests.isWatched());
		assertThat(output.getOut()).containsOnlyOnce(warning)
			.contains("Receive on another thread, from an ApplicationRunner or on ApplicationReadyEvent instead.");
	}

	@Test
	void receivesThatMakeProgressAreNotReported(CapturedOutput output) throws InterruptedException {
		AtomicLong longest = new AtomicLong();
		Thread starting = StartupWatchTests.start(
				this.orders.withUserConfiguration(ReceivingSlowly.class).withPropertyValues("test.limit=PT0.3S"),
				(context) -> longest.set(context.getBean(ReceivingSlowly.class).longestNanos));
		starting.join();
		Assumptions.assumeThat(longest.get()).as("a busy machine").isBetween(1L, 200_000_000L);
		assertThat(output.getOut()).doesNotContain("The start of the application context is blocked");
	}

	/** An open channel might be closed by a listener, but listeners start later. */
	@ParameterizedTest
	@ValueSource(classes = { AwaitingClosedChannel.class, AwaitingOpenChannel.class })
	void blockedWaitForDrainIsReportedWithCaller(Class<?> bean, CapturedOutput output) throws InterruptedException {
		String warning = "The start of the application context is blocked by a wait for channel 'orders' to be drained: "
				+ "thread 'starting' at " + bean.getName() + ".<init>(StartupReceiveTests.java:";
		Thread starting = StartupWatchTests.start(this.orders.withUserConfiguration(bean), (context) -> {
		});
		Poll.until(() -> output.getOut().contains(warning));
		starting.interrupt();
		starting.join();
		Poll.until(() -> !StartupWatchTests.isWatched());
		assertThat(output.getOut()).containsOnlyOnce(warning)
			.contains("Wait on another thread, from an ApplicationRunner or on ApplicationReadyEvent instead.");
	}

	static class Receiving {

		Receiving(BackpressureChannel<Integer> orders, Environment environment) throws InterruptedException {
			switch (environment.getRequiredProperty("test.call")) {
				case "receive" -> orders.receive();
				case "receive with limit" -> orders.receive(Duration.ofHours(1));
				case "receive batch" -> orders.receiveBatch(5, Duration.ofHours(1));
				case "for each" -> orders.forEach((value) -> {
				});
				case "try receive" -> orders.tryReceive(Duration.ofHours(1));
				default -> ChannelSelect.fair(orders).receive();
			}
		}

	}

	/**
	 * Bean that receives many values. Each arrives within the limit, although all of them
	 * together take longer.
	 */
	static class ReceivingSlowly {

		final long longestNanos;

		ReceivingSlowly(BackpressureChannel<Integer> orders) throws InterruptedException {
			Thread sender = new Thread(() -> {
				try {
					for (int value = 0; value < 50; value++) {
						TimeUnit.MILLISECONDS.sleep(20);
						orders.send(value);
					}
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			});
			sender.start();
			long longest = 0;
			for (int value = 0; value < 50; value++) {
				long start = System.nanoTime();
				orders.receive();
				longest = Math.max(longest, System.nanoTime() - start);
			}
			this.longestNanos = longest;
		}

	}

	static class AwaitingClosedChannel {

		AwaitingClosedChannel(BackpressureChannel<Integer> orders, ChannelRegistry channels)
				throws InterruptedException {
			channels.create("other", Integer.class, (builder) -> {
			});
			orders.send(1);
			orders.close();
			orders.awaitDrained(Duration.ofHours(1));
		}

	}

	static class AwaitingOpenChannel {

		AwaitingOpenChannel(BackpressureChannel<Integer> orders) throws InterruptedException {
			orders.awaitDrained(Duration.ofHours(1));
		}

	}

}
