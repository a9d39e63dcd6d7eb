package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.UndeliveredHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends while an application context closes: none blocks the close, and every value is
 * handled, reported as undelivered, or rejected.
 */
@Timeout(180)
class LateSenderTests {

	private final Received<Integer> handled = new Received<>();

	private final List<Object> reported = new ArrayList<>();

	private final ApplicationContextRunner orders = ListenerContext.with("orders")
		.withPropertyValues("backpressure.channels.orders.buffer-size=3", "backpressure.listener.drain-timeout=1s")
		.withBean(UndeliveredHandler.class, () -> (channel, values) -> this.reported.addAll(values));

	@ParameterizedTest
	@ValueSource(classes = { LateSenders.InPreDestroy.class, LateSenders.WithTimeout.class, LateSenders.WithToken.class,
			LateSenders.WithoutWaiting.class, LateSenders.Asynchronous.class, LateSenders.AsDisposableBean.class,
			LateSenders.AsAutoCloseable.class, LateSenders.DestroyMethod.class, LateSenders.JoinsThread.class,
			LateSenders.JoinsFuture.class, LateSenders.JoinsExecutor.class, LateSenders.InLowerPhase.class,
			LateSenders.OnPooledThreads.class, LateSenders.OnThreadsOfSimpleExecutor.class })
	void lateSendFails(Class<?> senders) {
		this.orders.withUserConfiguration(senders).withBean(Slow.class, () -> new Slow(this.handled)).run((context) -> {
			LateSenders.Sender sender = context.getBean(LateSenders.Sender.class);
			context.close();
			assertFailuresReportClosedChannel(sender);
			assertEachValueIsHandledOrReported(sender);
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { LateSenders.InPreDestroy.class, LateSenders.Asynchronous.class,
			LateSenders.AsDisposableBean.class, LateSenders.JoinsThread.class, LateSenders.InLowerPhase.class,
			LateSenders.OnPooledThreads.class })
	void lateSendFailsWithoutAnyListener(Class<?> senders) {
		this.orders.withUserConfiguration(senders).run((context) -> {
			LateSenders.Sender sender = context.getBean(LateSenders.Sender.class);
			context.close();
			assertFailuresReportClosedChannel(sender);
			assertEachValueIsHandledOrReported(sender);
		});
	}

	@ParameterizedTest
	@EnumSource(BackpressureStrategy.class)
	void lateSendFailsWithEveryStrategy(BackpressureStrategy strategy) {
		this.orders.withPropertyValues("backpressure.channels.orders.strategy=" + strategy)
			.withUserConfiguration(LateSenders.InPreDestroy.class)
			.run((context) -> {
				LateSenders.Sender sender = context.getBean(LateSenders.Sender.class);
				context.close();
				assertThat(sender.accepted.values()).isEmpty();
				assertThat(sender.failures.values()).hasSize(20).hasOnlyElementsOfType(ChannelClosedException.class);
			});
	}

	/** The scheduler stops at an unknown time, possibly before any send fails. */
	@Test
	void schedulerThatAwaitsTerminationLosesNothing() {
		this.orders.withUserConfiguration(LateSenders.Scheduler.class)
			.withBean(Slow.class, () -> new Slow(this.handled))
			.run((context) -> {
				LateSenders.Sender sender = context.getBean(LateSenders.Sender.class);
				sender.accepted.await(10);
				context.close();
				assertThat(sender.failures.values()).allMatch(ChannelClosedException.class::isInstance);
				assertEachValueIsHandledOrReported(sender);
			});
	}

	@Test
	void valuesSentBeforeListenersStopAreHandled() {
		this.orders.withUserConfiguration(LateSenders.InHigherPhase.class)
			.withBean(Slow.class, () -> new Slow(this.handled))
			.run((context) -> {
				LateSenders.Sender sender = context.getBean(LateSenders.Sender.class);
				context.close();
				assertThat(sender.accepted.values()).hasSize(20);
				assertThat(this.handled.values()).isEqualTo(sender.accepted.values());
				assertThat(this.reported).isEmpty();
			});
	}

	@Test
	void valuesSentOnContextClosedEventAreHandled() {
		this.orders.withBean(Slow.class, () -> new Slow(this.handled)).run((context) -> {
			LateSenders.Sender sender = new LateSenders.Sender(orders(context.getBean(ChannelRegistry.class)));
			context.getSourceApplicationContext(ConfigurableApplicationContext.class)
				.addApplicationListener((ApplicationListener<ContextClosedEvent>) (event) -> sender.sendMany());
			context.close();
			assertThat(sender.accepted.values()).hasSize(20);
			assertThat(this.handled.values()).isEqualTo(sender.accepted.values());
		});
	}

	@Test
	void threadThatOutlivesContextGetsException() {
		this.orders.run((context) -> {
			LateSenders.Sender sender = new LateSenders.Sender(orders(context.getBean(ChannelRegistry.class)));
			Thread thread = new Thread(sender::sendUntilFailure);
			thread.start();
			sender.accepted.await(3);
			context.close();
			thread.join();
			assertFailuresReportClosedChannel(sender);
			assertThat(this.reported).isEqualTo(sender.accepted.values());
			assertThat(sender.orders().trySend(1)).isEqualTo(SendResult.CLOSED);
		});
	}

	@Test
	void channelCreatedInCodeIsClosedWithContext() {
		this.orders.run((context) -> {
			BackpressureChannel<Integer> made = context.getBean(ChannelRegistry.class)
				.create("made", Integer.class, (settings) -> settings.bufferSize(1));
			LateSenders.Sender sender = new LateSenders.Sender(made);
			Thread thread = new Thread(sender::sendUntilFailure);
			thread.start();
			sender.accepted.await(1);
			context.close();
			thread.join();
			assertFailuresReportClosedChannel(sender);
			assertThat(this.reported).containsExactly(0);
		});
	}

	private static void assertFailuresReportClosedChannel(LateSenders.Sender sender) {
		assertThat(sender.failures.values()).isNotEmpty()
			.allMatch((failure) -> failure instanceof ChannelClosedException || failure == SendResult.CLOSED);
	}

	private void assertEachValueIsHandledOrReported(LateSenders.Sender sender) {
		List<Object> known = new ArrayList<>(this.handled.values());
		known.addAll(this.reported);
		assertThat(known).containsExactlyInAnyOrderElementsOf(sender.accepted.values());
	}

	@SuppressWarnings("unchecked")
	private static BackpressureChannel<Integer> orders(ChannelRegistry channels) {
		return (BackpressureChannel<Integer>) channels.get("orders");
	}

	/** Listener slower than the sender, so that the buffer fills up. */
	record Slow(Received<Integer> handled) {

		@ChannelListener("orders")
		void handle(Integer value) throws InterruptedException {
			new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
			this.handled.add(value);
		}

	}

}
