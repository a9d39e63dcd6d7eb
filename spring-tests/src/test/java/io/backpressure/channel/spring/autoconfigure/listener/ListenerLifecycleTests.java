package io.backpressure.channel.spring.autoconfigure.listener;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.ListenerStats;
import io.backpressure.channel.spring.listener.Poll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Start, stop and pause of a listener, and the drain of a pipeline when the context
 * closes.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(180)
class ListenerLifecycleTests {

	private final ApplicationContextRunner orders = ListenerContext.with("orders", "next")
		.withBean(Stepwise.class)
		.withPropertyValues("backpressure.listener.drain-timeout=200ms");

	@Test
	void stoppedListenerLeavesBufferedValuesForNextStart() {
		this.orders.run((context) -> {
			ListenerContainer listener = listener(context);
			Stepwise stepwise = context.getBean(Stepwise.class);
			stepwise.steps.release(100);
			for (int round = 0; round < 3; round++) {
				listener.stop();
				listener.stop();
				assertThat(listener.isRunning()).isFalse();
				assertThat(listener.threads()).isZero();
				ChannelListenerTests.send(context, "orders", round);
				assertThat(channel(context).size()).isEqualTo(1);
				listener.start();
				listener.start();
				assertThat(listener.isRunning()).isTrue();
				assertThat(listener.threads()).isEqualTo(1);
				stepwise.handled.await(round + 1);
			}
			assertThat(stepwise.handled.values()).containsExactly(0, 1, 2);
		});
	}

	@Test
	void pausedListenerFinishesValuesInFlightAndTakesNoMore() {
		this.orders.run((context) -> {
			ListenerContainer listener = listener(context);
			Stepwise stepwise = context.getBean(Stepwise.class);
			ChannelListenerTests.send(context, "orders", 1, 2);
			stepwise.begun.await(1);
			listener.pause();
			assertThat(listener.isPaused()).isTrue();
			assertThat(listener.isRunning()).isTrue();
			stepwise.steps.release(2);
			stepwise.handled.await(1);
			Poll.until(() -> listener.stats().inFlight() == 0);
			assertThat(channel(context).size()).isEqualTo(1);
			listener.stop();
			listener.start();
			assertThat(listener.isPaused()).isTrue();
			assertThat(channel(context).size()).isEqualTo(1);
			listener.resume();
			assertThat(stepwise.handled.await(2)).containsExactly(1, 2);
		});
	}

	@Test
	void listenerPausedWhileWaitingTakesNoValue() {
		this.orders.run((context) -> {
			ListenerContainer listener = listener(context);
			Stepwise stepwise = context.getBean(Stepwise.class);
			stepwise.steps.release(3);
			Poll.until(() -> listener.threads() == 1);
			listener.pause();
			ChannelListenerTests.send(context, "orders", 1, 2, 3);
			Poll.until(() -> stepwise.handled.values().size() + channel(context).size() == 3);
			assertThat(channel(context).size()).isEqualTo(3);
			listener.resume();
			assertThat(stepwise.handled.await(3)).containsExactly(1, 2, 3);
		});
	}

	@Test
	void listenerMayStopItself() {
		this.orders.run((context) -> {
			ListenerContainer listener = listener(context);
			Stepwise stepwise = context.getBean(Stepwise.class);
			stepwise.onHandle = listener::stop;
			stepwise.steps.release(2);
			ChannelListenerTests.send(context, "orders", 1, 2);
			stepwise.handled.await(1);
			Poll.until(() -> !listener.isRunning() && listener.threads() == 0);
			assertThat(channel(context).size()).isEqualTo(1);
			assertThat(listener.stats().processed()).isEqualTo(1);
		});
	}

	@Test
	void valueOfInterruptedCallIsFirstAfterNextStart() {
		this.orders.run((context) -> {
			ListenerContainer listener = listener(context);
			Stepwise stepwise = context.getBean(Stepwise.class);
			ChannelListenerTests.send(context, "orders", 1, 2);
			stepwise.begun.await(1);
			listener.stop();
			assertThat(listener.stats()).isEqualTo(new ListenerStats(1, 0, 0, 0, 0, 1, 0));
			stepwise.steps.release(2);
			listener.start();
			assertThat(stepwise.handled.await(2)).containsExactly(1, 2);
			Poll.until(() -> listener.stats().equals(new ListenerStats(2, 2, 0, 0, 0, 0, 0)));
		});
	}

	@Test
	void batchOfInterruptedCallPrecedesNewerValues() {
		StepwiseBatches stepwise = new StepwiseBatches();
		ListenerContext.with("orders")
			.withBean(StepwiseBatches.class, () -> stepwise)
			.withPropertyValues("backpressure.listener.drain-timeout=50ms")
			.run((context) -> {
				ListenerContainer listener = context.getBean(ListenerRegistry.class).get("batches");
				ChannelListenerTests.send(context, "orders", 1, 2, 3);
				listener.start();
				stepwise.begun.await(1);
				ChannelListenerTests.send(context, "orders", 4, 5);
				listener.stop();
				assertThat(listener.stats().undelivered()).isEqualTo(3);
				stepwise.steps.release(2);
				listener.start();
				assertThat(stepwise.handled.await(2)).containsExactly(List.of(1, 2, 3), List.of(4, 5));
			});
	}

	@Test
	void contextCloseDrainsWholePipeline(CapturedOutput output) {
		Received<Integer> end = new Received<>();
		ListenerContext.with("first", "second", "third")
			.withBean(Stages.class, () -> new Stages(end))
			.withPropertyValues("backpressure.channels.second.buffer-size=2",
					"backpressure.channels.third.buffer-size=1")
			.run((context) -> {
				for (int value = 0; value < 100; value++) {
					ChannelListenerTests.send(context, "first", value);
				}
				context.close();
				assertThat(end.values()).hasSize(100);
				assertThat(output).doesNotContain("Undelivered");
			});
	}

	@Test
	void listenersStopAfterTheWebServer() {
		List<String> order = new ArrayList<>();
		this.orders.withBean("web", FakeWebServer.class, () -> new FakeWebServer(order)).run((context) -> {
			Stepwise stepwise = context.getBean(Stepwise.class);
			context.getBean(FakeWebServer.class).channel = channel(context);
			assertThat(order).containsExactly("started");
			stepwise.steps.release(100);
			context.close();
			assertThat(stepwise.handled.values()).containsExactly(77);
		});
	}

	@Test
	void listenerStopsWhenItsChannelIsClosedAndDrained() {
		this.orders.run((context) -> {
			context.getBean(Stepwise.class).steps.release(10);
			ChannelListenerTests.send(context, "orders", 1, 2);
			channel(context).close();
			ListenerContainer listener = listener(context);
			Poll.until(() -> !listener.isRunning());
			Poll.until(() -> listener.stats().processed() == 2 && listener.threads() == 0);
		});
	}

	@Test
	@SuppressWarnings("unchecked")
	void listenerSurvivesFailingChannel(CapturedOutput output) {
		AtomicInteger failures = new AtomicInteger(1);
		BackpressureChannel<Integer> real = BackpressureChannel.<Integer>builder().name("orders").bufferSize(5).build();
		BackpressureChannel<Integer> failing = (BackpressureChannel<Integer>) Proxy.newProxyInstance(
				getClass().getClassLoader(), new Class<?>[] { BackpressureChannel.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("receive") && failures.getAndDecrement() > 0) {
						throw new IllegalStateException("broken");
					}
					try {
						return method.invoke(real, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
		ListenerContext.with()
			.withBean(Stepwise.class)
			.withBean(BackpressureChannel.class, () -> failing)
			.run((context) -> {
				Stepwise stepwise = context.getBean(Stepwise.class);
				stepwise.steps.release(1);
				real.send(1);
				assertThat(stepwise.handled.await(1)).containsExactly(1);
				assertThat(output).contains("Listener 'stepwise' cannot receive, and will retry").contains("broken");
			});
	}

	private static ListenerContainer listener(ApplicationContext context) {
		return context.getBean(ListenerRegistry.class).get("stepwise");
	}

	@SuppressWarnings("unchecked")
	private static BackpressureChannel<Integer> channel(ApplicationContext context) {
		return (BackpressureChannel<Integer>) context.getBean(ChannelRegistry.class).get("orders");
	}

	/** Listener that needs a permit for each value. */
	static class Stepwise {

		final Received<Integer> begun = new Received<>();

		final Received<Integer> handled = new Received<>();

		final Semaphore steps = new Semaphore(0);

		volatile Runnable onHandle = () -> {
		};

		@ChannelListener(id = "stepwise", channel = "orders")
		void handle(Integer value) throws InterruptedException {
			this.begun.add(value);
			this.steps.acquire();
			this.onHandle.run();
			this.handled.add(value);
		}

	}

	/** Listener that needs a permit for each batch of up to three values. */
	static class StepwiseBatches {

		final Received<List<Integer>> begun = new Received<>();

		final Received<List<Integer>> handled = new Received<>();

		final Semaphore steps = new Semaphore(0);

		@ChannelListener(id = "batches", channel = "orders", batchSize = "3", autoStartup = "false")
		void handle(List<Integer> values) throws InterruptedException {
			this.begun.add(values);
			this.steps.acquire();
			this.handled.add(values);
		}

	}

	record Stages(Received<Integer> end) {

		@ChannelListener(channel = "first", sendTo = "second", concurrency = "2")
		Integer first(Integer value) {
			return value;
		}

		@ChannelListener(channel = "second", sendTo = "third")
		Integer second(Integer value) {
			return value;
		}

		@ChannelListener("third")
		void third(Integer value) {
			this.end.add(value);
		}

	}

	/** Lifecycle bean that sends a last value in the phase in which web servers stop. */
	static class FakeWebServer implements SmartLifecycle {

		private final List<String> order;

		volatile BackpressureChannel<Integer> channel;

		private volatile boolean running;

		FakeWebServer(List<String> order) {
			this.order = order;
		}

		@Override
		public void start() {
			this.order.add("started");
			this.running = true;
		}

		@Override
		public void stop() {
			this.channel.trySend(77);
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return SmartLifecycle.DEFAULT_PHASE - 2048;
		}

	}

}
