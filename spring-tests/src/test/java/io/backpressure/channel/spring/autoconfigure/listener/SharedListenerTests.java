package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.ChannelTransport;
import io.backpressure.channel.spring.FakeServer;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerContainerFactory;
import io.backpressure.channel.spring.listener.ListenerErrorHandler;
import io.backpressure.channel.spring.listener.ListenerErrorHandler.Outcome;
import io.backpressure.channel.spring.listener.ListenerHandler;
import io.backpressure.channel.spring.listener.ListenerOptions;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.ListenerStats;
import io.backpressure.channel.spring.listener.Poll;
import io.backpressure.channel.spring.listener.TooManyDeliveriesException;
import io.backpressure.channel.spring.listener.UndeliveredHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of a channel that several JVMs share.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class SharedListenerTests {

	private final FakeServer server = new FakeServer();

	private final Received<Object> handled = new Received<>();

	private final Received<FailedValue> failed = new Received<>();

	private final ApplicationContextRunner orders = ListenerContext.with("orders")
		.withBean(ChannelTransport.class, this.server::transport)
		.withPropertyValues("backpressure.channels.orders.transport=fake");

	private final ApplicationContextRunner recovering = this.orders.withBean("errors", ListenerErrorHandler.class,
			() -> (failure) -> {
				this.failed.add(failure);
				return Outcome.RECOVERED;
			});

	@Test
	void valueIsAcknowledgedAfterItIsHandled() {
		Received<Integer> unacknowledged = new Received<>();
		this.orders.run((context) -> {
			ListenerContainer listener = listen(context, (value) -> {
				unacknowledged.add(this.server.totals("orders").unacknowledged());
				this.handled.add(value);
			});
			send(context, 1, 2);
			assertThat(this.handled.await(2)).containsExactly(1, 2);
			awaitSettled(listener, 2);
			assertThat(unacknowledged.values()).containsExactly(1, 1);
			assertThat(listener.stats()).isEqualTo(new ListenerStats(2, 2, 0, 0, 0, 0, 0));
		});
	}

	@Test
	void failedValueIsAcknowledgedAfterErrorHandler() {
		Received<Integer> unacknowledged = new Received<>();
		this.orders.withBean("errors", ListenerErrorHandler.class, () -> (failure) -> {
			unacknowledged.add(this.server.totals("orders").unacknowledged());
			throw new IllegalStateException("me too");
		}).run((context) -> {
			ListenerContainer listener = listen(context, (value) -> {
				throw new IllegalStateException("no");
			});
			send(context, 1);
			awaitSettled(listener, 1);
			assertThat(unacknowledged.values()).containsExactly(1);
			assertThat(listener.stats().discarded()).isEqualTo(1);
		});
	}

	@Test
	void valueDeliveredTooOftenGoesToErrorHandler() {
		this.recovering.run((context) -> {
			this.server.redeliver("orders", 1, FakeServer.MAX_DELIVERIES - 1);
			this.server.redeliver("orders", 2, FakeServer.MAX_DELIVERIES);
			ListenerContainer listener = listen(context, this.handled::add);
			awaitSettled(listener, 2);
			assertThat(this.handled.values()).containsExactly(1);
			assertThat(this.failed.values()).singleElement().satisfies((failure) -> {
				assertThat(failure.value()).isEqualTo(2);
				assertThat(failure.attempts()).isZero();
				assertThat(failure.cause()).isInstanceOf(TooManyDeliveriesException.class)
					.hasMessageContaining("'orders' was delivered 4 times")
					.hasMessageContaining("3 deliveries are permitted");
			});
			assertThat(listener.stats()).isEqualTo(new ListenerStats(2, 1, 1, 0, 0, 0, 0));
		});
	}

	@Test
	void valueDeliveredTooOftenIsDeadLettered() {
		this.orders
			.withPropertyValues("backpressure.channels.dead.type=" + FailedValue.class.getName(),
					"backpressure.listener.channels.orders.dead-letter=dead")
			.run((context) -> {
				this.server.redeliver("orders", 2, FakeServer.MAX_DELIVERIES);
				awaitSettled(listen(context, this.handled::add), 1);
				FailedValue dead = context.getBean(ChannelRegistry.class).get("dead", FailedValue.class).receive();
				assertThat(dead.cause()).isInstanceOf(TooManyDeliveriesException.class);
				assertThat(this.handled.values()).isEmpty();
			});
	}

	@Test
	void unreadableValueGoesToErrorHandlerAsBytes() {
		this.recovering.run((context) -> {
			this.server.redeliver("orders", FakeServer.UNREADABLE, 0);
			send(context, 2);
			awaitSettled(listen(context, this.handled::add), 2);
			assertThat(this.handled.values()).containsExactly(2);
			assertThat(this.failed.values()).singleElement().satisfies((failure) -> {
				assertThat(failure.value()).isEqualTo(new byte[] { 1, 2, 3 });
				assertThat(failure.cause()).isInstanceOf(FakeServer.UnreadableException.class);
			});
		});
	}

	@Test
	void batchIsAcknowledgedAfterItsOutcome() {
		Received<Integer> unacknowledged = new Received<>();
		this.recovering.run((context) -> {
			send(context, 1, 2);
			this.server.redeliver("orders", FakeServer.UNREADABLE, 0);
			this.server.redeliver("orders", 4, FakeServer.MAX_DELIVERIES);
			ListenerContainer listener = context.getBean(ListenerContainerFactory.class)
				.createBatch("batches", "orders", Integer.class, (batch) -> {
					unacknowledged.add(this.server.totals("orders").unacknowledged());
					this.handled.add(List.copyOf(batch));
				}, ListenerOptions.NONE);
			listener.start();
			awaitSettled(listener, 4);
			assertThat(this.handled.values()).containsExactly(List.of(1, 2));
			assertThat(unacknowledged.values()).containsExactly(2);
			assertThat(this.failed.values()).hasSize(2);
			assertThat(listener.stats()).isEqualTo(new ListenerStats(4, 2, 2, 0, 0, 0, 0));
		});
	}

	@Test
	void valueInterruptedByStopIsGivenBackAtOnce(CapturedOutput output) {
		Received<Object> undelivered = new Received<>();
		this.orders.withPropertyValues("backpressure.listener.drain-timeout=50ms")
			.withBean(UndeliveredHandler.class, () -> (channel, values) -> undelivered.add(values))
			.run((context) -> {
				ListenerContainer listener = listen(context, (value) -> {
					this.handled.add(value);
					new CountDownLatch(1).await();
				});
				send(context, 1, 2, 3);
				this.handled.await(1);
				context.close();
				assertThat(this.server.totals("orders").unacknowledged()).isZero();
				assertThat(this.server.totals("orders").size()).isEqualTo(3);
				assertThat(listener.stats()).isEqualTo(new ListenerStats(0, 0, 0, 0, 0, 0, 0));
				assertThat(undelivered.values()).isEmpty();
				assertThat(output).doesNotContain("Undelivered values");
			});
		Received<Object> elsewhere = new Received<>();
		this.orders.run((context) -> {
			listen(context, elsewhere::add);
			assertThat(elsewhere.await(3)).containsExactly(1, 2, 3);
		});
	}

	@Test
	void fullDeadLetterChannelDoesNotRetainValue() {
		this.orders.withPropertyValues("backpressure.channels.dead.type=" + FailedValue.class.getName(),
				"backpressure.channels.dead.buffer-size=1", "backpressure.listener.channels.orders.dead-letter=dead",
				"backpressure.listener.drain-timeout=50ms")
			.run((context) -> {
				context.getBean(ListenerContainerFactory.class)
					.create("dead-letters", "dead", FailedValue.class, this.failed::add, ListenerOptions.NONE);
				ListenerContainer listener = listen(context, (value) -> {
					throw new IllegalStateException("no");
				});
				send(context, 1, 2);
				Poll.until(() -> context.getBean("dead", BackpressureChannel.class).waitingSenders() == 1);
				listener.stop();
				assertThat(this.server.totals("orders").unacknowledged()).isZero();
				assertThat(this.server.totals("orders").size()).isEqualTo(1);
				assertThat(listener.stats()).isEqualTo(new ListenerStats(1, 0, 0, 1, 0, 0, 0));
			});
	}

	@Test
	void valueHandledDespiteInterruptIsAcknowledged() {
		this.orders.withPropertyValues("backpressure.listener.drain-timeout=50ms").run((context) -> {
			ListenerContainer listener = listen(context, (value) -> {
				this.handled.add(value);
				while (!Thread.currentThread().isInterrupted()) {
					Thread.onSpinWait();
				}
			});
			send(context, 1);
			this.handled.await(1);
			listener.stop();
			assertThat(this.server.totals("orders").unacknowledged()).isZero();
			assertThat(this.server.totals("orders").size()).isZero();
			assertThat(listener.stats().processed()).isEqualTo(1);
		});
	}

	@Test
	void contextCloseDoesNotDrainSharedChannel() {
		CountDownLatch stopping = new CountDownLatch(1);
		this.orders.withPropertyValues("backpressure.listener.drain-timeout=29s").run((context) -> {
			ListenerContainer listener = listen(context, (value) -> {
				this.handled.add(value);
				stopping.await();
			});
			send(context, IntStream.range(0, 10).boxed().toArray(Integer[]::new));
			this.handled.await(1);
			Thread closing = new Thread(context::close);
			closing.start();
			Poll.until(() -> !listener.isRunning());
			stopping.countDown();
			closing.join();
			assertThat(this.handled.values()).containsExactly(0);
			assertThat(this.server.totals("orders").size()).isEqualTo(9);
			assertThat(this.server.totals("orders").unacknowledged()).isZero();
		});
	}

	@Test
	void listenerThatDoesNotEndLeavesValuesToOthers(CapturedOutput output) {
		CountDownLatch ended = new CountDownLatch(1);
		Received<Object> undelivered = new Received<>();
		this.orders.withPropertyValues("backpressure.listener.drain-timeout=50ms")
			.withBean(UndeliveredHandler.class, () -> (channel, values) -> undelivered.add(values))
			.run((context) -> {
				listen(context, (value) -> {
					this.handled.add(value);
					while (ended.getCount() > 0) {
						Thread.onSpinWait();
					}
				});
				send(context, 1, 2);
				this.handled.await(1);
				context.close();
				ended.countDown();
				assertThat(this.server.totals("orders").size()).isEqualTo(1);
				assertThat(undelivered.values()).isEmpty();
				assertThat(output).doesNotContain("Undelivered values");
			});
	}

	@Test
	void resultsOfSharedListenerAreHandledBeforeContextEnds() {
		this.orders.withPropertyValues("backpressure.channels.near.type=java.lang.Integer").run((context) -> {
			CountDownLatch stopping = new CountDownLatch(1);
			BackpressureChannel<Integer> near = context.getBean(ChannelRegistry.class).get("near", Integer.class);
			ListenerContainer listener = listen(context, (value) -> {
				stopping.await();
				near.send(value);
			});
			context.getBean(ListenerContainerFactory.class)
				.create("near", "near", Integer.class, this.handled::add, ListenerOptions.NONE)
				.start();
			send(context, 1);
			Poll.until(() -> listener.activeThreads() == 1);
			Thread closing = new Thread(context::close);
			closing.start();
			Poll.until(() -> !listener.isRunning());
			stopping.countDown();
			closing.join();
			assertThat(this.handled.values()).containsExactly(1);
		});
	}

	@Test
	void closedTargetStopsListenerAndReturnsValue() {
		this.orders.withPropertyValues("backpressure.channels.near.type=java.lang.Integer")
			.withBean(Forwarding.class)
			.run((context) -> {
				context.getBean(ChannelRegistry.class).get("near").close();
				send(context, 1, 2);
				ListenerContainer listener = context.getBean(ListenerRegistry.class).get("forwarding");
				Poll.until(() -> !listener.isRunning() && listener.threads() == 0);
				assertThat(listener.stats()).isEqualTo(new ListenerStats(0, 0, 0, 0, 0, 0, 0));
				assertThat(this.server.totals("orders").unacknowledged()).isZero();
				assertThat(this.server.totals("orders").size()).isEqualTo(2);
			});
	}

	@Test
	void nothingSentAfterPauseIsTaken() {
		this.orders.run((context) -> {
			ListenerContainer listener = listen(context, this.handled::add);
			for (int round = 1; round <= 50; round++) {
				send(context, 1, 2, 3);
				listener.pause();
				int left = this.server.totals("orders").size();
				send(context, 4, 5);
				Poll.until(() -> listener.activeThreads() == 0);
				assertThat(this.server.totals("orders").size()).isEqualTo(left + 2);
				listener.resume();
				awaitSettled(listener, 5 * round);
			}
		});
	}

	@Test
	void growthCheckDoesNotCallTransportPerValue() {
		this.orders.withPropertyValues("backpressure.listener.channels.orders.concurrency=1-4").run((context) -> {
			CountDownLatch full = new CountDownLatch(1);
			send(context, IntStream.range(0, 50).boxed().toArray(Integer[]::new));
			ListenerContainer listener = listen(context, (value) -> {
				this.handled.add(value);
				full.await();
			});
			Poll.until(() -> listener.threads() > 1);
			this.server.totals.set(0);
			full.countDown();
			long start = System.nanoTime();
			this.handled.await(50);
			long tenths = (System.nanoTime() - start) / 100_000_000;
			assertThat(this.server.totals.get()).isLessThanOrEqualTo((int) tenths + 2);
		});
	}

	@Test
	void listenerSurvivesUnreachableServer(CapturedOutput output) {
		this.orders.withPropertyValues("backpressure.listener.channels.orders.concurrency=1-2").run((context) -> {
			ListenerContainer listener = listen(context, this.handled::add);
			this.server.down = true;
			Poll.until(() -> this.server.failures.get() > 3);
			this.server.down = false;
			send(context, 1);
			assertThat(this.handled.await(1)).containsExactly(1);
			awaitSettled(listener, 1);
			assertThat(output).doesNotContain("cannot receive");
		});
	}

	private static ListenerContainer listen(ApplicationContext context, ListenerHandler<? super Integer> handler) {
		ListenerContainer listener = context.getBean(ListenerContainerFactory.class)
			.create("shared", "orders", Integer.class, handler, ListenerOptions.NONE);
		assertThat(context.getBean(ListenerRegistry.class).ids()).contains("shared");
		listener.start();
		return listener;
	}

	private static void send(ApplicationContext context, Integer... values) throws InterruptedException {
		BackpressureChannel<Integer> orders = context.getBean(ChannelRegistry.class).get("orders", Integer.class);
		for (Integer value : values) {
			orders.send(value);
		}
	}

	/**
	 * Wait until the listener has settled the given number of values, and no value on the
	 * server is unacknowledged.
	 */
	private void awaitSettled(ListenerContainer listener, int values) {
		Poll.until(() -> listener.stats().received() == values && listener.stats().inFlight() == 0
				&& this.server.totals("orders").unacknowledged() == 0);
	}

	static class Forwarding {

		@ChannelListener(channel = "orders", id = "forwarding", sendTo = "near")
		Integer forward(Integer value) {
			return value;
		}

	}

}
