package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.ListenerStats;
import io.backpressure.channel.spring.listener.Poll;
import io.backpressure.channel.spring.listener.UndeliveredEvent;
import io.backpressure.channel.spring.listener.UndeliveredHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Report of the values that are left when an application context closes.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(180)
class UndeliveredReportTests {

	private final Map<String, List<Object>> handedOver = new LinkedHashMap<>();

	private final Received<UndeliveredEvent> events = new Received<>();

	private final ApplicationContextRunner channels = ListenerContext.with("orders", "others")
		.withPropertyValues("backpressure.listener.drain-timeout=100ms")
		.withInitializer((context) -> context.addApplicationListener((event) -> {
			if (event instanceof UndeliveredEvent undelivered) {
				this.events.add(undelivered);
			}
		}));

	private final ApplicationContextRunner kept = this.channels.withBean(UndeliveredHandler.class, () -> this::keep);

	private void keep(String channel, List<?> values) {
		this.handedOver.computeIfAbsent(channel, (name) -> new ArrayList<>()).addAll(values);
	}

	@Test
	void valueOfInterruptedCallIsReportedFirst(CapturedOutput output) {
		this.kept.withBean(Waiting.class, Waiting::new).run((context) -> {
			ChannelListenerTests.send(context, "orders", 1, 2, 3);
			context.getBean(Waiting.class).begun.await(1);
			ListenerContainer listener = context.getBean(ListenerRegistry.class).get("waiting");
			context.close();
			assertThat(this.handedOver).containsExactly(Map.entry("orders", List.of(1, 2, 3)));
			assertThat(listener.stats()).isEqualTo(new ListenerStats(1, 0, 0, 0, 0, 1, 0));
			assertThat(this.events.values()).singleElement().satisfies((event) -> {
				assertThat(event.getChannelName()).isEqualTo("orders");
				assertThat(event.getListenerId()).isEqualTo("waiting");
				assertThat(event.getListenerIds()).containsExactly("waiting");
				assertThat(event.getUndelivered()).isEqualTo(3);
				assertThat(event.getInFlight()).isZero();
			});
			assertThat(output).contains("Undelivered values: 3 values left in channel 'orders' (listener 'waiting'). "
					+ "They have been passed to the UndeliveredHandler.");
		});
	}

	@Test
	void nothingIsReportedIfNothingIsLeft(CapturedOutput output) {
		Received<Integer> handled = new Received<>();
		this.kept.withBean(Prompt.class, () -> new Prompt(handled)).run((context) -> {
			ChannelListenerTests.send(context, "orders", 1, 2, 3);
			context.close();
			assertThat(handled.values()).containsExactly(1, 2, 3);
			assertThat(this.handedOver).isEmpty();
			assertThat(this.events.values()).isEmpty();
			assertThat(output).doesNotContain("Undelivered");
		});
	}

	@Test
	void channelOfSeveralListenersIsReportedOnce(CapturedOutput output) {
		this.kept.withBean(Twins.class).run((context) -> {
			ChannelListenerTests.send(context, "orders", 1, 2, 3, 4, 5, 6);
			context.getBean(Twins.class).begun.await(2);
			context.close();
			assertThat(this.handedOver.get("orders")).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
			assertThat(this.events.values()).singleElement().satisfies((event) -> {
				assertThat(event.getListenerId()).isNull();
				assertThat(event.getListenerIds()).containsExactly("one", "two");
				assertThat(event.getUndelivered()).isEqualTo(6);
			});
			assertThat(output).contains("6 values left in channel 'orders' (listeners 'one', 'two')");
		});
	}

	@Test
	void everyChannelWithoutListenerIsReported(CapturedOutput output) {
		this.kept
			.withBean("own", BackpressureChannel.class,
					() -> BackpressureChannel.<Integer>builder().name("own").bufferSize(5).build())
			.run((context) -> {
				context.getBean(ChannelRegistry.class).create("made", Integer.class, (settings) -> {
				});
				ChannelListenerTests.send(context, "orders", 1);
				ChannelListenerTests.send(context, "others", 2, 3);
				ChannelListenerTests.send(context, "own", 4);
				ChannelListenerTests.send(context, "made", 5);
				context.close();
				assertThat(this.handedOver).containsOnly(Map.entry("orders", List.of(1)),
						Map.entry("others", List.of(2, 3)), Map.entry("own", List.of(4)),
						Map.entry("made", List.of(5)));
				assertThat(this.events.values()).hasSize(4).allMatch((event) -> event.getListenerIds().isEmpty());
				assertThat(output).containsOnlyOnce("Undelivered values: ").contains("'own' (no listener)");
			});
	}

	@Test
	void valueLeftInClosedChannelIsReported() {
		this.kept.run((context) -> {
			ChannelListenerTests.send(context, "orders", 1);
			((BackpressureChannel<?>) context.getBean("orders")).close();
			context.close();
			assertThat(this.handedOver).containsExactly(Map.entry("orders", List.of(1)));
		});
	}

	@Test
	void valueIsReportedWithoutContextOfItsSender() {
		this.kept.withPropertyValues("backpressure.channels.orders.propagate-context=true")
			.withBean(Waiting.class, Waiting::new)
			.run((context) -> {
				ChannelListenerTests.send(context, "orders", 1, 2);
				context.getBean(Waiting.class).begun.await(1);
				context.close();
				assertThat(this.handedOver).containsExactly(Map.entry("orders", List.of(1, 2)));
			});
	}

	@Test
	void deadLetterIsReportedAsFailedValue() {
		this.kept
			.withPropertyValues("backpressure.channels.dead.type=" + FailedValue.class.getName(),
					"backpressure.listener.channels.orders.dead-letter=dead")
			.withBean(Failing.class)
			.run((context) -> {
				ChannelListenerTests.send(context, "orders", 1);
				context.close();
				assertThat(this.handedOver).containsOnlyKeys("dead");
				assertThat(this.handedOver.get("dead")).singleElement()
					.isInstanceOfSatisfying(FailedValue.class, (failed) -> assertThat(failed.value()).isEqualTo(1));
			});
	}

	@Test
	void valueOfCallThatIgnoresItsInterruptIsInFlight(CapturedOutput output) {
		CountDownLatch release = new CountDownLatch(1);
		this.kept.withBean(Deaf.class, () -> new Deaf(release)).run((context) -> {
			ListenerContainer listener = context.getBean(ListenerRegistry.class).get("deaf");
			ChannelListenerTests.send(context, "orders", 1, 2);
			Poll.until(() -> listener.stats().inFlight() == 1);
			context.close();
			assertThat(this.handedOver).containsExactly(Map.entry("orders", List.of(2)));
			assertThat(this.events.values()).singleElement().satisfies((event) -> {
				assertThat(event.getUndelivered()).isEqualTo(1);
				assertThat(event.getInFlight()).isEqualTo(1);
			});
			assertThat(output)
				.contains("1 value left in channel 'orders' and 1 in calls that are still running (listener 'deaf')");
			release.countDown();
			Poll.until(() -> listener.stats().processed() == 1 && listener.threads() == 0);
		});
	}

	@Test
	void valueInFlightAloneIsNotCalledLost(CapturedOutput output) {
		CountDownLatch release = new CountDownLatch(1);
		this.channels.withBean(Deaf.class, () -> new Deaf(release)).run((context) -> {
			ListenerContainer listener = context.getBean(ListenerRegistry.class).get("deaf");
			ChannelListenerTests.send(context, "orders", 1);
			Poll.until(() -> listener.stats().inFlight() == 1);
			context.close();
			assertThat(output).contains("and 1 in calls that are still running (listener 'deaf').")
				.doesNotContain("They are lost");
			release.countDown();
			Poll.until(() -> listener.threads() == 0);
		});
	}

	@Test
	void logDescribesHowToKeepLostValues(CapturedOutput output) {
		this.channels.run((context) -> {
			ChannelListenerTests.send(context, "orders", 1);
			context.close();
			assertThat(output).contains("Undelivered values: 1 value left in channel 'orders' (no listener). "
					+ "They are lost. To keep them, declare a bean of type " + UndeliveredHandler.class.getName());
		});
	}

	@Test
	void reportedValueIsTakenOutOfTheChannel() {
		this.channels.run((context) -> {
			ChannelListenerTests.send(context, "orders", 1);
			BackpressureChannel<?> orders = (BackpressureChannel<?>) context.getBean("orders");
			context.close();
			assertThat(this.events.values()).hasSize(1);
			assertThat(orders.size()).isZero();
		});
	}

	@Test
	void pausedContextReportsRemainingValuesOnClose() {
		this.kept.withBean(Prompt.class, () -> new Prompt(new Received<>())).run((context) -> {
			context.getSourceApplicationContext(ConfigurableApplicationContext.class).stop();
			ChannelListenerTests.send(context, "orders", 1, 2);
			assertThat(this.events.values()).isEmpty();
			context.close();
			assertThat(this.handedOver).containsExactly(Map.entry("orders", List.of(1, 2)));
			assertThat(this.events.values()).hasSize(1);
		});
	}

	/** Listener that waits until it is interrupted. */
	static class Waiting {

		final Received<Integer> begun = new Received<>();

		@ChannelListener(id = "waiting", channel = "orders")
		void handle(Integer value) throws InterruptedException {
			this.begun.add(value);
			new CountDownLatch(1).await();
		}

	}

	static class Twins {

		final Received<Integer> begun = new Received<>();

		@ChannelListener(id = "two", channel = "orders")
		@ChannelListener(id = "one", channel = "orders")
		void handle(Integer value) throws InterruptedException {
			this.begun.add(value);
			new CountDownLatch(1).await();
		}

	}

	record Prompt(Received<Integer> handled) {

		@ChannelListener("orders")
		void handle(Integer value) {
			this.handled.add(value);
		}

	}

	static class Failing {

		@ChannelListener("orders")
		void handle(Integer value) {
			throw new IllegalStateException("no");
		}

	}

	/** Listener that ignores interrupts. */
	record Deaf(CountDownLatch release) {

		@ChannelListener(id = "deaf", channel = "orders")
		void handle(Integer value) {
			while (this.release.getCount() > 0) {
				Thread.onSpinWait();
			}
		}

	}

}
