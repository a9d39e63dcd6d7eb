package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.List;

import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.listener.ListenerErrorHandler;
import io.backpressure.channel.spring.listener.ListenerErrorHandler.Outcome;
import io.backpressure.channel.spring.listener.ListenerFailureEvent;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.ListenerStats;
import io.backpressure.channel.spring.listener.Poll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Outcomes of values that a listener cannot handle.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerFailureTests {

	private final ApplicationContextRunner orders = ListenerContext.with("orders").withBean(Picky.class);

	@Test
	void failureIsLoggedWithoutValueAndListenerContinues(CapturedOutput output) {
		this.orders.run((context) -> {
			ChannelListenerTests.send(context, "orders", 1313, 2);
			assertThat(context.getBean(Picky.class).handled.await(1)).containsExactly(2);
			assertThat(stats(context, 2)).isEqualTo(new ListenerStats(2, 1, 0, 0, 1, 0, 0));
			assertThat(output)
				.contains("Listener 'picky' discards a value of channel 'orders' that it could not handle (1 attempt)")
				.contains("IllegalStateException: no")
				.doesNotContain("1313");
		});
	}

	@Test
	void callIsRepeatedAsConfigured() {
		this.orders
			.withPropertyValues("backpressure.listener.defaults.retry.max-retries=2",
					"backpressure.listener.defaults.retry.delay=1ms")
			.run((context) -> {
				Picky picky = context.getBean(Picky.class);
				picky.failures = 2;
				ChannelListenerTests.send(context, "orders", 13);
				assertThat(stats(context, 1)).isEqualTo(new ListenerStats(1, 1, 0, 0, 0, 0, 0));
				assertThat(picky.called.values()).containsExactly(13, 13, 13);
				picky.failures = 3;
				ChannelListenerTests.send(context, "orders", 26);
				assertThat(stats(context, 2)).isEqualTo(new ListenerStats(2, 1, 0, 0, 1, 0, 0));
				assertThat(picky.called.values()).endsWith(26, 26, 26).hasSize(6);
			});
	}

	@Test
	void retryWithoutMaxRetriesRepeatsThreeTimes() {
		this.orders.withPropertyValues("backpressure.listener.channels.orders.retry.delay=1ms").run((context) -> {
			ChannelListenerTests.send(context, "orders", 13);
			stats(context, 1);
			assertThat(context.getBean(Picky.class).called.values()).hasSize(4);
		});
	}

	@Test
	void fatalExceptionsAreNotRetried() {
		this.orders
			.withPropertyValues("backpressure.listener.defaults.retry.max-retries=5",
					"backpressure.listener.defaults.retry.delay=1ms",
					"backpressure.listener.defaults.retry.fatal-exceptions[0]=java.lang.IllegalStateException")
			.run((context) -> {
				ChannelListenerTests.send(context, "orders", 13);
				stats(context, 1);
				assertThat(context.getBean(Picky.class).called.values()).hasSize(1);
			});
	}

	@Test
	void errorIsFatalButDoesNotEndListener() {
		this.orders.withPropertyValues("backpressure.listener.defaults.retry.max-retries=5").run((context) -> {
			Picky picky = context.getBean(Picky.class);
			picky.thrown = new AssertionError("an error");
			ChannelListenerTests.send(context, "orders", 13, 2);
			assertThat(stats(context, 2)).isEqualTo(new ListenerStats(2, 1, 0, 0, 1, 0, 0));
			assertThat(picky.called.values()).containsExactly(13, 2);
		});
	}

	@Test
	void errorHandlerBeanDecidesOutcome() {
		Received<FailedValue> failed = new Received<>();
		this.orders.withBean("handler", ListenerErrorHandler.class, () -> (failure) -> {
			failed.add(failure);
			return Outcome.RECOVERED;
		}).run((context) -> {
			ChannelListenerTests.send(context, "orders", 13);
			assertThat(stats(context, 1)).isEqualTo(new ListenerStats(1, 0, 1, 0, 0, 0, 0));
			assertThat(failed.values()).singleElement().satisfies((failure) -> {
				assertThat(failure.value()).isEqualTo(13);
				assertThat(failure.listenerId()).isEqualTo("picky");
				assertThat(failure.channelName()).isEqualTo("orders");
				assertThat(failure.cause()).isInstanceOf(IllegalStateException.class);
				assertThat(failure).hasToString("FailedValue[Integer of channel 'orders', listener 'picky', 1 attempt, "
						+ "java.lang.IllegalStateException: no]");
			});
		});
	}

	@Test
	void propertiesChooseAmongErrorHandlers() {
		this.orders.withBean("one", ListenerErrorHandler.class, () -> (failure) -> Outcome.RECOVERED)
			.withBean("two", ListenerErrorHandler.class, () -> (failure) -> Outcome.DEAD_LETTERED)
			.withPropertyValues("backpressure.listener.listeners.picky.error-handler=two")
			.run((context) -> {
				ChannelListenerTests.send(context, "orders", 13);
				assertThat(stats(context, 1)).isEqualTo(new ListenerStats(1, 0, 0, 1, 0, 0, 0));
			});
	}

	@Test
	void failingErrorHandlerDiscardsValueAndListenerContinues(CapturedOutput output) {
		this.orders.withBean("handler", ListenerErrorHandler.class, () -> (failure) -> {
			throw new IllegalArgumentException("me too");
		}).run((context) -> {
			ChannelListenerTests.send(context, "orders", 13, 2);
			assertThat(stats(context, 2)).isEqualTo(new ListenerStats(2, 1, 0, 0, 1, 0, 0));
			assertThat(output).contains("its error handler failed as well")
				.contains("me too")
				.contains("neither it nor its error handler could handle")
				.contains("IllegalStateException: no");
		});
	}

	@Test
	void failedValuesAreDeadLettered() {
		Received<FailedValue> dead = new Received<>();
		this.orders
			.withPropertyValues("backpressure.channels.failed.type=" + FailedValue.class.getName(),
					"backpressure.listener.defaults.dead-letter=failed")
			.withBean("dead-letters", DeadLetters.class, () -> new DeadLetters(dead))
			.run((context) -> {
				ChannelListenerTests.send(context, "orders", 13, 2, 26);
				assertThat(dead.await(2)).extracting(FailedValue::value).containsExactly(13, 26);
				assertThat(stats(context, 3)).isEqualTo(new ListenerStats(3, 1, 0, 2, 0, 0, 0));
			});
	}

	@Test
	void valueRejectedByDeadLetterChannelIsDiscarded(CapturedOutput output) {
		this.orders
			.withPropertyValues("backpressure.channels.failed.strategy=error",
					"backpressure.channels.failed.buffer-size=1",
					"backpressure.listener.channels.orders.dead-letter=failed")
			.run((context) -> {
				ChannelListenerTests.send(context, "orders", 13, 26);
				assertThat(stats(context, 2)).isEqualTo(new ListenerStats(2, 0, 0, 1, 1, 0, 0));
				assertThat(context.getBean(ChannelRegistry.class).get("failed").size()).isEqualTo(1);
				assertThat(output).contains("dead-letter channel 'failed' returned FULL");
			});
	}

	@Test
	void batchFailsAsWholeAndCountsEachValue() {
		Received<Object> failed = new Received<>();
		ListenerContext.with("orders")
			.withBean(PickyBatch.class)
			.withBean(ListenerErrorHandler.class, () -> (failure) -> {
				failed.add(failure.value());
				return Outcome.RECOVERED;
			})
			.withPropertyValues("backpressure.listener.listeners.picky.auto-startup=false")
			.run((context) -> {
				ChannelListenerTests.send(context, "orders", 1, 13, 2);
				context.getBean(ListenerRegistry.class).get("picky").start();
				assertThat(stats(context, 3)).isEqualTo(new ListenerStats(3, 0, 3, 0, 0, 0, 0));
				assertThat(failed.values()).containsExactly(1, 13, 2);
			});
	}

	@Test
	void failureIsPublishedAsEvent() {
		Received<ListenerFailureEvent> events = new Received<>();
		this.orders.withInitializer((context) -> context.addApplicationListener((event) -> {
			if (event instanceof ListenerFailureEvent failure) {
				events.add(failure);
			}
		})).run((context) -> {
			ChannelListenerTests.send(context, "orders", 13);
			assertThat(events.await(1)).singleElement().satisfies((event) -> {
				assertThat(event.getListenerId()).isEqualTo("picky");
				assertThat(event.getFailed().value()).isEqualTo(13);
				assertThat(event.getOutcome()).isEqualTo(Outcome.DISCARDED);
				assertThat(event.toString()).doesNotContain("13");
			});
		});
	}

	@Test
	void valueOfOtherTypeIsFatalAndNamesExpectedType(CapturedOutput output) {
		ListenerContext.with()
			.withBean(Picky.class)
			.withPropertyValues("backpressure.channels.orders.buffer-size=10",
					"backpressure.listener.defaults.retry.delay=1ms")
			.run((context) -> {
				context.getBean(ChannelRegistry.class).get("orders", Object.class).send("text");
				assertThat(stats(context, 1)).isEqualTo(new ListenerStats(1, 0, 0, 0, 1, 0, 0));
				assertThat(output)
					.contains("Picky.handle(Integer) takes java.lang.Integer, but the channel carried java.lang.String")
					.contains("(1 attempt)");
			});
	}

	/** Wait until the given number of values are settled, and return the counts. */
	private static ListenerStats stats(ApplicationContext context, int received) {
		ListenerRegistry listeners = context.getBean(ListenerRegistry.class);
		Poll.until(() -> {
			ListenerStats stats = listeners.get("picky").stats();
			return stats.received() == received && stats.inFlight() == 0;
		});
		return listeners.get("picky").stats();
	}

	static class Picky {

		final Received<Integer> called = new Received<>();

		final Received<Integer> handled = new Received<>();

		volatile int failures = Integer.MAX_VALUE;

		volatile Throwable thrown = new IllegalStateException("no");

		@ChannelListener(id = "picky", channel = "orders")
		void handle(Integer value) throws Throwable {
			this.called.add(value);
			if (value % 13 == 0 && this.failures-- > 0) {
				throw this.thrown;
			}
			this.handled.add(value);
		}

	}

	static class PickyBatch {

		@ChannelListener(id = "picky", channel = "orders")
		void handle(List<Integer> values) {
			throw new IllegalStateException("no");
		}

	}

	record DeadLetters(Received<FailedValue> dead) {

		@ChannelListener("failed")
		void inspect(FailedValue failed) {
			this.dead.add(failed);
		}

	}

}
