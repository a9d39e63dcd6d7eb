package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.Poll;
import io.backpressure.channel.spring.listener.UndeliveredEvent;
import io.backpressure.channel.spring.listener.UndeliveredHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners that close or pause their context, or stop all listeners. None of these calls
 * waits for a thread that makes such a call, and the values of these threads are not
 * reported as undelivered. Except in one test, the drain timeout is longer than a test
 * may take.
 */
@Timeout(25)
class CloseWithinListenerTests {

	private final Received<Object> returned = new Received<>();

	private final Received<Object> reported = new Received<>();

	private final Received<UndeliveredEvent> events = new Received<>();

	private final ApplicationContextRunner channels = ListenerContext.with("orders", "others")
		.withPropertyValues("backpressure.listener.drain-timeout=29s")
		.withBean(UndeliveredHandler.class, () -> (channel, values) -> values.forEach(this.reported::add))
		.withInitializer((context) -> context.addApplicationListener((event) -> {
			if (event instanceof UndeliveredEvent undelivered) {
				this.events.add(undelivered);
			}
		}));

	/**
	 * Calls that close or pause the context, or stop all of its listeners. The callers
	 * are listeners themselves.
	 */
	enum End {

		CLOSE(ConfigurableApplicationContext::close),

		EXIT(SpringApplication::exit),

		STOP_ALL((context) -> context.getBean(ListenerRegistry.class).containers().forEach(ListenerContainer::stop)),

		PAUSE(ConfigurableApplicationContext::stop);

		private final Consumer<ConfigurableApplicationContext> action;

		End(Consumer<ConfigurableApplicationContext> action) {
			this.action = action;
		}

	}

	@ParameterizedTest
	@EnumSource
	void listenerDoesNotWaitForItself(End end) {
		this.channels.withBean(Ending.class, () -> new Ending(end, 1, this.returned)).run((context) -> {
			ListenerContainer listener = context.getBean(ListenerRegistry.class).get("ending");
			ChannelListenerTests.send(context, "orders", 1);
			assertThat(this.returned.await(1)).containsExactly(1);
			Poll.until(() -> listener.stats().processed() == 1 && listener.threads() == 0);
			assertThat(listener.stats().undelivered()).isZero();
			assertNothingIsReported();
		});
	}

	@ParameterizedTest
	@EnumSource
	void threadsOfOneListenerDoNotWaitForEachOther(End end) {
		this.channels.withPropertyValues("backpressure.listener.channels.orders.concurrency=3")
			.withBean(Ending.class, () -> new Ending(end, 3, this.returned))
			.run((context) -> {
				ListenerContainer listener = context.getBean(ListenerRegistry.class).get("ending");
				ChannelListenerTests.send(context, "orders", 1, 2, 3);
				assertThat(this.returned.await(3)).containsExactlyInAnyOrder(1, 2, 3);
				Poll.until(() -> listener.stats().processed() == 3 && listener.threads() == 0);
				assertNothingIsReported();
			});
	}

	@ParameterizedTest
	@EnumSource
	void severalListenersDoNotWaitForEachOther(End end) {
		this.channels.withBean(Both.class, () -> new Both(new Ending(end, 2, this.returned))).run((context) -> {
			ListenerRegistry listeners = context.getBean(ListenerRegistry.class);
			ChannelListenerTests.send(context, "orders", 1);
			ChannelListenerTests.send(context, "others", 2);
			assertThat(this.returned.await(2)).containsExactlyInAnyOrder(1, 2);
			Poll.until(() -> listeners.containers()
				.stream()
				.allMatch((listener) -> listener.stats().processed() == 1 && listener.threads() == 0));
			assertNothingIsReported();
		});
	}

	@ParameterizedTest
	@EnumSource
	void batchInFlightIsNotReportedAsUndelivered(End end) {
		this.channels.withBean(EndingBatches.class, () -> new EndingBatches(end, this.returned)).run((context) -> {
			ListenerContainer listener = context.getBean(ListenerRegistry.class).get("ending-batches");
			ChannelListenerTests.send(context, "orders", 1, 2, 3);
			listener.start();
			assertThat(this.returned.await(1)).containsExactly(List.of(1, 2, 3));
			Poll.until(() -> listener.stats().processed() == 3 && listener.threads() == 0);
			assertNothingIsReported();
		});
	}

	@Test
	void bufferedValuesOfClosingListenerAreReported() {
		this.channels.withBean(EndingBatches.class, () -> new EndingBatches(End.CLOSE, this.returned))
			.run((context) -> {
				ListenerContainer listener = context.getBean(ListenerRegistry.class).get("ending-batches");
				ChannelListenerTests.send(context, "orders", 1, 2, 3, 4, 5);
				listener.start();
				assertThat(this.returned.await(1)).containsExactly(List.of(1, 2, 3));
				assertThat(this.reported.values()).containsExactly(4, 5);
				assertThat(this.events.values()).singleElement().satisfies((event) -> {
					assertThat(event.getUndelivered()).isEqualTo(2);
					assertThat(event.getInFlight()).isZero();
				});
			});
	}

	@Test
	void otherListenersAreDrained() {
		Received<Integer> handled = new Received<>();
		this.channels.withBean(Ending.class, () -> new Ending(End.CLOSE, 1, this.returned))
			.withBean(Others.class, () -> new Others(handled))
			.run((context) -> {
				ChannelListenerTests.send(context, "others", 1, 2, 3, 4, 5);
				ChannelListenerTests.send(context, "orders", 6);
				assertThat(this.returned.await(1)).containsExactly(6);
				assertThat(handled.values()).containsExactly(1, 2, 3, 4, 5);
				assertNothingIsReported();
			});
	}

	@Test
	void interruptDoesNotReachClosingCall() {
		this.channels.withPropertyValues("backpressure.listener.drain-timeout=100ms")
			.withBean(Ending.class, () -> new Ending(End.CLOSE, 1, this.returned))
			.withBean(Hanging.class)
			.run((context) -> {
				ChannelListenerTests.send(context, "others", 1);
				context.getBean(Hanging.class).begun.await(1);
				ChannelListenerTests.send(context, "orders", 2);
				assertThat(this.returned.await(1)).containsExactly(2);
				assertThat(this.reported.values()).containsExactly(1);
			});
	}

	private void assertNothingIsReported() {
		assertThat(this.reported.values()).isEmpty();
		assertThat(this.events.values()).isEmpty();
	}

	/**
	 * Listener that waits until the given number of threads have a value, and then makes
	 * the call.
	 */
	static class Ending implements ApplicationContextAware {

		private final End end;

		private final CyclicBarrier together;

		private final Received<Object> returned;

		private ConfigurableApplicationContext context;

		Ending(End end, int threads, Received<Object> returned) {
			this.end = end;
			this.together = new CyclicBarrier(threads);
			this.returned = returned;
		}

		@Override
		public void setApplicationContext(ApplicationContext context) {
			this.context = (ConfigurableApplicationContext) context;
		}

		@ChannelListener(id = "ending", channel = "orders")
		void handle(Integer value) throws InterruptedException, BrokenBarrierException {
			this.together.await();
			this.end.action.accept(this.context);
			this.returned.add(Thread.currentThread().isInterrupted() ? "interrupted" : value);
		}

	}

	record Both(Ending ending) implements ApplicationContextAware {

		@Override
		public void setApplicationContext(ApplicationContext context) {
			this.ending.setApplicationContext(context);
		}

		@ChannelListener(id = "first", channel = "orders")
		void first(Integer value) throws InterruptedException, BrokenBarrierException {
			this.ending.handle(value);
		}

		@ChannelListener(id = "second", channel = "others")
		void second(Integer value) throws InterruptedException, BrokenBarrierException {
			this.ending.handle(value);
		}

	}

	static class EndingBatches implements ApplicationContextAware {

		private final End end;

		private final Received<Object> returned;

		private ConfigurableApplicationContext context;

		EndingBatches(End end, Received<Object> returned) {
			this.end = end;
			this.returned = returned;
		}

		@Override
		public void setApplicationContext(ApplicationContext context) {
			this.context = (ConfigurableApplicationContext) context;
		}

		@ChannelListener(id = "ending-batches", channel = "orders", batchSize = "3", autoStartup = "false")
		void handle(List<Integer> values) {
			this.end.action.accept(this.context);
			this.returned.add(values);
		}

	}

	record Others(Received<Integer> handled) {

		@ChannelListener("others")
		void handle(Integer value) throws InterruptedException {
			TimeUnit.MILLISECONDS.sleep(20);
			this.handled.add(value);
		}

	}

	static class Hanging {

		final Received<Integer> begun = new Received<>();

		@ChannelListener("others")
		void handle(Integer value) throws InterruptedException {
			this.begun.add(value);
			TimeUnit.HOURS.sleep(1);
		}

	}

}
