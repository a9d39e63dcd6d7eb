package io.backpressure.channel.spring.autoconfigure.listener;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.ListenerConcurrency;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerContainerFactory;
import io.backpressure.channel.spring.listener.ListenerIdleEvent;
import io.backpressure.channel.spring.listener.ListenerOptions;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.Poll;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attributes of {@link ChannelListener}, and the properties that override them.
 */
class ChannelListenerTests {

	@Test
	void valuesArriveInOrderOnThreadsNamedAfterListener() {
		ListenerContext.with("orders").withBean("shop", Shop.class).run((context) -> {
			send(context, "orders", 1, 2, 3);
			Shop shop = context.getBean(Shop.class);
			assertThat(shop.received.await(3)).containsExactly(1, 2, 3);
			assertThat(shop.received.threads()).allMatch("shop-handle-1"::equals);
			assertThat(context.getBean(ListenerRegistry.class).ids()).containsExactly("shop-handle");
		});
	}

	@Test
	void listParameterReceivesBatches() {
		ListenerContext.with("orders").withBean(Batches.class).run((context) -> {
			ListenerContainer listener = context.getBean(ListenerRegistry.class).get("batches");
			send(context, "orders", 1, 2, 3, 4, 5);
			listener.start();
			assertThat(context.getBean(Batches.class).received.await(2)).containsExactly(List.of(1, 2, 3),
					List.of(4, 5));
			assertThat(listener.stats().received()).isEqualTo(5);
			Poll.until(() -> listener.stats().processed() == 5);
		});
	}

	@Test
	void batchGathersUntilFullOrTimedOut() {
		ListenerContext.with("orders")
			.withBean(Batches.class)
			.withPropertyValues("backpressure.listener.listeners.batches.batch-timeout=1h",
					"backpressure.listener.listeners.batches.auto-startup=true")
			.run((context) -> {
				send(context, "orders", 1);
				ListenerContainer listener = context.getBean(ListenerRegistry.class).get("batches");
				Poll.until(() -> listener.stats().received() == 1);
				send(context, "orders", 2, 3, 4);
				assertThat(context.getBean(Batches.class).received.await(1)).containsExactly(List.of(1, 2, 3));
				Poll.until(() -> listener.stats().received() == 4);
				listener.stop(); // delivers the incomplete batch
				assertThat(context.getBean(Batches.class).received.await(2)).last().isEqualTo(List.of(4));
			});
	}

	@Test
	void resultsPassThroughPipeline() {
		ListenerContext.with("first", "second", "third").withBean(Pipeline.class).run((context) -> {
			send(context, "first", 1, 2, 3, 4, 6);
			Pipeline pipeline = context.getBean(Pipeline.class);
			assertThat(pipeline.end.await(2)).containsExactly(21, 61);
			assertThat(context.getBean(ListenerRegistry.class).get("times-ten").stats().processed()).isEqualTo(5);
			assertThat(context.getBean(ListenerRegistry.class).get("plus-one").stats().discarded()).isZero();
		});
	}

	@Test
	void fullNextChannelBlocksListener() {
		ListenerContext.with("first", "second", "third")
			.withBean(Pipeline.class)
			.withPropertyValues("backpressure.channels.second.buffer-size=1",
					"backpressure.listener.listeners.end.auto-startup=false",
					"backpressure.listener.listeners.plus-one.auto-startup=false")
			.run((context) -> {
				ListenerContainer timesTen = context.getBean(ListenerRegistry.class).get("times-ten");
				BackpressureChannel<?> second = context.getBean(ChannelRegistry.class).get("second");
				send(context, "first", 2, 4, 6, 8);
				Poll.until(() -> second.stats().blockedSends() == 1);
				assertThat(timesTen.stats().received()).isEqualTo(2);
				context.getBean(ListenerRegistry.class).get("plus-one").start();
				Poll.until(() -> timesTen.stats().processed() == 4);
			});
	}

	@Test
	void metaAndRepeatedAnnotationsDefineListeners() {
		ListenerContext.with("orders", "returns", "audits").withBean("desk", Desk.class).run((context) -> {
			assertThat(context.getBean(ListenerRegistry.class).ids()).containsExactly("audit", "desk-both-orders",
					"desk-both-returns");
			assertThat(context.getBean(ListenerRegistry.class).get("audit").concurrency())
				.isEqualTo(new ListenerConcurrency(2, 2));
			send(context, "orders", 1);
			send(context, "returns", 2);
			send(context, "audits", 3);
			assertThat(context.getBean(Desk.class).received.await(3)).containsExactlyInAnyOrder(1, 2, 3);
		});
	}

	@Test
	void placeholdersAreResolvedInEveryAttribute() {
		ListenerContext.with("orders", "next")
			.withBean(Placeholders.class)
			.withPropertyValues("c=orders", "i=placed", "n=2-3", "s=7", "t=5ms", "a=false", "next=next")
			.run((context) -> {
				ListenerContainer listener = context.getBean(ListenerRegistry.class).get("placed");
				assertThat(listener.channelName()).isEqualTo("orders");
				assertThat(listener.concurrency()).isEqualTo(new ListenerConcurrency(2, 3));
				assertThat(listener.isRunning()).isFalse();
				listener.start();
				send(context, "orders", 1);
				Poll.until(() -> context.getBean(ChannelRegistry.class).get("next").size() == 1);
			});
	}

	@Test
	void listenerPropertyOverridesChannelPropertyAndAnnotation() {
		ListenerContext.with("audits")
			.withBean(Desk.Audit.class)
			.withPropertyValues("backpressure.listener.defaults.concurrency=9")
			.run((context) -> assertThat(concurrency(context)).isEqualTo("2"));
		ListenerContext.with("audits")
			.withBean(Desk.Audit.class)
			.withPropertyValues("backpressure.listener.channels.audits.concurrency=3")
			.run((context) -> assertThat(concurrency(context)).isEqualTo("3"));
		ListenerContext.with("audits")
			.withBean(Desk.Audit.class)
			.withPropertyValues("backpressure.listener.channels.audits.concurrency=3",
					"backpressure.listener.listeners.audit.concurrency=4-5")
			.run((context) -> assertThat(concurrency(context)).isEqualTo("4-5"));
	}

	private static String concurrency(ApplicationContext context) {
		return context.getBean(ListenerRegistry.class).get("audit").concurrency().toString();
	}

	@Test
	void listenerGrowsWhileAllItsThreadsAreBusy() {
		ListenerContext.with("orders").withBean(Slow.class).run((context) -> {
			ListenerContainer listener = context.getBean(ListenerRegistry.class).get("slow");
			Slow slow = context.getBean(Slow.class);
			send(context, "orders", 1);
			slow.received.await(1);
			assertThat(listener.threads()).isEqualTo(1);
			send(context, "orders", 2);
			slow.received.await(2);
			send(context, "orders", IntStream.range(3, 10).toArray());
			slow.received.await(3);
			assertThat(listener.threads()).isEqualTo(3);
			slow.release.countDown();
			slow.received.await(9);
		});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void listenersUseVirtualThreadsIfApplicationDoes() {
		ListenerContext.with("orders")
			.withBean(Kinds.class)
			.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> {
				send(context, "orders", 1);
				assertThat(context.getBean(Kinds.class).received.await(1)).singleElement()
					.asString()
					.startsWith("VirtualThread[")
					.contains("kinds-1");
			});
	}

	@Test
	void listenerCreatedInCodeBehavesLikeAnnotatedOne() {
		Received<Integer> received = new Received<>();
		Received<List<Integer>> batches = new Received<>();
		ListenerContext.with("orders", "returns")
			.withPropertyValues("backpressure.listener.listeners.code.concurrency=3")
			.run((context) -> {
				ListenerContainerFactory factory = context.getBean(ListenerContainerFactory.class);
				ListenerContainer listener = factory.create("code", "orders", Integer.class, received::add,
						ListenerOptions.NONE);
				factory.createBatch("batches", "returns", Integer.class, batches::add, ListenerOptions.NONE).start();
				listener.start();
				send(context, "orders", 1);
				send(context, "returns", 2);
				assertThat(received.await(1)).containsExactly(1);
				assertThat(batches.await(1)).containsExactly(List.of(2));
				assertThat(listener.concurrency().max()).isEqualTo(3);
				assertThat(context.getBean(ListenerRegistry.class).get("code")).isSameAs(listener);
			});
	}

	@Test
	void listenerCreatedInCodeHasItsOptions() {
		Received<Integer> received = new Received<>();
		Received<List<Integer>> batches = new Received<>();
		ListenerContext.with("orders", "returns")
			.withPropertyValues("backpressure.channels.failed.buffer-size=9")
			.run((context) -> {
				ListenerContainerFactory factory = context.getBean(ListenerContainerFactory.class);
				ListenerContainer listener = factory.create("code", "orders", Integer.class, (value) -> {
					received.add(value);
					throw new IllegalStateException("no");
				}, ListenerOptions.NONE.withConcurrency("2-4")
					.withRetry(2, Duration.ofMillis(1))
					.withDeadLetter("failed"));
				ListenerContainer batch = factory.createBatch("batches", "returns", Integer.class, batches::add,
						ListenerOptions.NONE.withBatch(2, Duration.ZERO));
				assertThat(listener.concurrency()).hasToString("2-4");
				send(context, "orders", 1);
				send(context, "returns", 1, 2, 3);
				listener.start();
				batch.start();
				assertThat(received.await(3)).containsExactly(1, 1, 1);
				Poll.until(() -> listener.stats().deadLettered() == 1);
				assertThat(batches.await(2)).containsExactly(List.of(1, 2), List.of(3));
			});
	}

	@Test
	void idleListenerPublishesEvent() {
		Received<Duration> idle = new Received<>();
		ListenerContext.with("orders")
			.withBean("shop", Shop.class)
			.withPropertyValues("backpressure.listener.defaults.idle-interval=10ms")
			.withInitializer((context) -> context.addApplicationListener((event) -> {
				if (event instanceof ListenerIdleEvent published) {
					assertThat(published.getListenerId()).isEqualTo("shop-handle");
					assertThat(published.getChannelName()).isEqualTo("orders");
					idle.add(published.getIdleTime());
				}
			}))
			.run((context) -> {
				assertThat(idle.await(2)).allMatch((time) -> time.toMillis() >= 10);
				send(context, "orders", 1);
				assertThat(context.getBean(Shop.class).received.await(1)).containsExactly(1);
			});
	}

	@Test
	void receiveTimeoutDoesNotShortenIdleInterval() {
		AtomicInteger events = new AtomicInteger();
		ListenerContext.with("orders")
			.withBean("shop", Shop.class)
			.withPropertyValues("backpressure.channels.orders.receive-timeout=1ms",
					"backpressure.listener.defaults.idle-interval=1h")
			.withInitializer((context) -> context.addApplicationListener((event) -> {
				if (event instanceof ListenerIdleEvent) {
					events.incrementAndGet();
				}
			}))
			.run((context) -> {
				send(context, "orders", 1);
				assertThat(context.getBean(Shop.class).received.await(1)).containsExactly(1);
				Awaitility.await().during(Duration.ofMillis(200)).until(() -> events.get() == 0);
			});
	}

	@SuppressWarnings("unchecked")
	static void send(ApplicationContext context, String channel, int... values) throws InterruptedException {
		BackpressureChannel<Integer> target = (BackpressureChannel<Integer>) context.getBean(ChannelRegistry.class)
			.get(channel);
		for (int value : values) {
			target.send(value);
		}
	}

	static class Shop {

		final Received<Integer> received = new Received<>();

		@ChannelListener("orders")
		private void handle(Integer order) {
			this.received.add(order);
		}

	}

	static class Batches {

		final Received<List<Integer>> received = new Received<>();

		@ChannelListener(id = "batches", channel = "orders", batchSize = "3", autoStartup = "false")
		void handle(List<Integer> orders) {
			this.received.add(orders);
		}

	}

	static class Pipeline {

		final Received<Integer> end = new Received<>();

		@ChannelListener(id = "times-ten", channel = "first", sendTo = "second")
		Integer timesTen(Integer value) {
			return (value % 2 == 0) ? 10 * value : null; // odd values are not sent
		}

		@ChannelListener(id = "plus-one", channel = "second", sendTo = "third")
		List<Integer> plusOne(List<Integer> values) {
			// null is not sent
			return values.stream().map((value) -> (value != 40) ? value + 1 : null).toList();
		}

		@ChannelListener(id = "end", channel = "third")
		void end(int value) {
			this.end.add(value);
		}

	}

	static class Desk {

		final Received<Integer> received = new Received<>();

		@ChannelListener("orders")
		@ChannelListener("returns")
		void both(Integer value) {
			this.received.add(value);
		}

		@Audited(id = "audit")
		void audit(Number value) {
			this.received.add(value.intValue());
		}

		static class Audit {

			@Audited(id = "audit")
			void audit(Integer value) {
			}

		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@ChannelListener(channel = "audits", concurrency = "2")
	@interface Audited {

		@AliasFor(annotation = ChannelListener.class)
		String id();

	}

	static class Placeholders {

		@ChannelListener(channel = "${c}", id = "${i}", concurrency = "${n}", batchSize = "${s}", batchTimeout = "${t}",
				autoStartup = "${a}", sendTo = "${next}", errorHandler = "${none:}")
		List<Integer> handle(List<Integer> values) {
			return values;
		}

	}

	static class Slow {

		final Received<Integer> received = new Received<>();

		final CountDownLatch release = new CountDownLatch(1);

		@ChannelListener(id = "slow", channel = "orders", concurrency = "1-3")
		void handle(Integer value) throws InterruptedException {
			this.received.add(value);
			this.release.await();
		}

	}

	static class Kinds {

		final Received<String> received = new Received<>();

		@ChannelListener(id = "kinds", channel = "orders")
		void handle(Integer value) {
			this.received.add(Thread.currentThread().toString());
		}

	}

}
