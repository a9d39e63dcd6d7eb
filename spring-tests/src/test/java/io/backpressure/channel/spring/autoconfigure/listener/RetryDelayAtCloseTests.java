package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.listener.Poll;
import io.backpressure.channel.spring.listener.UndeliveredHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Application contexts that close while a listener waits to repeat a failed call. The
 * delay and the drain timeout are longer than a test may take.
 */
@Timeout(180)
class RetryDelayAtCloseTests {

	private final List<Object> reported = new ArrayList<>();

	private final ApplicationContextRunner orders = ListenerContext.with("orders")
		.withPropertyValues("backpressure.listener.channels.orders.retry.max-retries=2",
				"backpressure.listener.channels.orders.retry.delay=1h", "backpressure.listener.drain-timeout=9m",
				"spring.lifecycle.timeout-per-shutdown-phase=10m")
		.withBean(UndeliveredHandler.class, () -> (channel, values) -> this.reported.addAll(values));

	@Test
	void valueIsHandledWithoutFurtherDelay() {
		assertThat(callsUntilClose(this.orders, 1)).containsExactly(1, 1, 2);
		assertThat(this.reported).isEmpty();
	}

	@Test
	void valueThatFailsAgainIsReported() {
		ApplicationContextRunner deadLetters = this.orders.withPropertyValues(
				"backpressure.channels.dead.type=" + FailedValue.class.getName(),
				"backpressure.listener.channels.orders.dead-letter=dead");
		assertThat(callsUntilClose(deadLetters, 3)).containsExactly(1, 1, 1, 2);
		assertThat(this.reported).singleElement()
			.isInstanceOfSatisfying(FailedValue.class, (failed) -> assertThat(failed.value()).isEqualTo(1));
	}

	/**
	 * Close a context during the first delay, and return the values with which its
	 * listener was called.
	 */
	private static List<Integer> callsUntilClose(ApplicationContextRunner runner, int failures) {
		Received<Integer> called = new Received<>();
		runner.withBean(Failing.class, () -> new Failing(called, new AtomicInteger(failures))).run((context) -> {
			ChannelListenerTests.send(context, "orders", 1, 2);
			Thread listener = context.getBean(Failing.class).awaitThread();
			Poll.until(() -> listener.getState() == Thread.State.TIMED_WAITING);
			context.close();
		});
		return called.values();
	}

	static class Failing {

		private final Received<Integer> called;

		private final AtomicInteger failures;

		private volatile Thread thread;

		Failing(Received<Integer> called, AtomicInteger failures) {
			this.called = called;
			this.failures = failures;
		}

		@ChannelListener("orders")
		void handle(Integer value) {
			this.called.add(value);
			this.thread = Thread.currentThread();
			if (this.failures.getAndDecrement() > 0) {
				throw new IllegalStateException("no");
			}
		}

		Thread awaitThread() {
			Poll.until(() -> this.thread != null);
			return this.thread;
		}

	}

}
