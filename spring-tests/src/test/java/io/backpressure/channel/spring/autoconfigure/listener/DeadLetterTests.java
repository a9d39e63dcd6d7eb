package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.ListenerStats;
import io.backpressure.channel.spring.listener.Poll;
import io.backpressure.channel.spring.listener.ValueDescriber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dead-letter channels with and without receivers, and the log of failing listeners.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class DeadLetterTests {

	private final ApplicationContextRunner orders = ListenerContext.with("orders")
		.withBean("clerk", Clerk.class)
		.withPropertyValues("backpressure.channels.orders.buffer-size=1000");

	private final ApplicationContextRunner deadLetters = this.orders.withPropertyValues(
			"backpressure.channels.failed.type=" + FailedValue.class.getName(),
			"backpressure.channels.failed.buffer-size=3", "backpressure.listener.defaults.dead-letter=failed");

	@Test
	void listenerContinuesIfNothingReceivesDeadLetters(CapturedOutput output) {
		this.deadLetters.run((context) -> {
			ChannelListenerTests.send(context, "orders", IntStream.range(0, 10).toArray());
			ListenerContainer clerk = context.getBean(ListenerRegistry.class).get("clerk");
			Poll.until(() -> clerk.stats().received() == 10 && clerk.stats().inFlight() == 0);
			assertThat(clerk.stats()).isEqualTo(new ListenerStats(10, 0, 0, 3, 7, 0, 0));
			assertThat(output)
				.containsOnlyOnce("Listener 'clerk' sends values that it cannot handle to channel 'failed', from "
						+ "which no listener receives. When that channel holds 3 values, a value is lost with each "
						+ "further one.")
				.contains("@ChannelListener(\"failed\")");
		});
	}

	@Test
	void receivedDeadLettersCauseNoWarning(CapturedOutput output) {
		this.deadLetters.withBean("dead-letters", DeadLetters.class).run((context) -> {
			ChannelListenerTests.send(context, "orders", IntStream.range(0, 100).toArray());
			ListenerContainer clerk = context.getBean(ListenerRegistry.class).get("clerk");
			Poll.until(() -> clerk.stats().deadLettered() == 100);
			Poll.until(() -> context.getBean(DeadLetters.class).inspected.get() == 100);
			assertThat(output).doesNotContain("no listener receives")
				.containsOnlyOnce("that it could not handle to dead-letter channel 'failed' (1 attempt)");
		});
	}

	@Test
	void failingListenerLogsOnceAndThenCounts(CapturedOutput output) {
		this.orders.run((context) -> {
			ChannelListenerTests.send(context, "orders", IntStream.range(1313, 1813).toArray());
			ListenerContainer clerk = context.getBean(ListenerRegistry.class).get("clerk");
			Poll.until(() -> clerk.stats().discarded() == 500);
			clerk.stop();
			// a listener thread may still be writing the line when stop() returns
			Poll.until(() -> output.toString().contains("more since the last message"));
			assertThat(output).containsOnlyOnce("that it could not handle (1 attempt): java.lang.Integer")
				.containsOnlyOnce("\tat " + Clerk.class.getName() + ".handle")
				.doesNotContain("1313");
			assertThat(output.toString().lines().filter((line) -> line.contains("'clerk'"))).hasSizeLessThan(20);
		});
	}

	@Test
	void describerBeanDescribesValue(CapturedOutput output) {
		this.orders.withBean(ValueDescriber.class, () -> (value) -> "order no. " + value).run((context) -> {
			ChannelListenerTests.send(context, "orders", 1313);
			ListenerContainer clerk = context.getBean(ListenerRegistry.class).get("clerk");
			Poll.until(() -> clerk.stats().discarded() == 1);
			assertThat(output).contains("that it could not handle (1 attempt): order no. 1313");
		});
	}

	static class Clerk {

		@ChannelListener(id = "clerk", channel = "orders")
		void handle(Integer value) {
			throw new IllegalStateException("no");
		}

	}

	static class DeadLetters {

		final AtomicInteger inspected = new AtomicInteger();

		@ChannelListener("failed")
		void inspect(FailedValue failed) {
			this.inspected.incrementAndGet();
		}

	}

}
