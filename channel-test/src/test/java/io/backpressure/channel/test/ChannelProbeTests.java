package io.backpressure.channel.test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelSelect;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.NoSuchChannelException;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.listener.ListenerFailureEvent;
import io.backpressure.channel.test.autoconfigure.ChannelTest;
import io.backpressure.channel.test.shop.Fulfilment;
import io.backpressure.channel.test.shop.Order;
import io.backpressure.channel.test.shop.Shop;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Probe of an application whose listeners run.
 */
@ChannelTest
@ContextConfiguration(classes = Shop.class)
class ChannelProbeTests {

	private static final Duration SHORT = Duration.ofMillis(100);

	@Autowired
	private Fulfilment fulfilment;

	@Test
	void awaitQuietWaitsForWholePipeline(ChannelProbe probe, BackpressureChannel<Order> orders) throws Exception {
		int before = this.fulfilment.shipped().size();
		for (int id = 0; id < 20; id++) {
			orders.send(new Order(id));
		}
		probe.awaitQuiet();
		assertThat(this.fulfilment.shipped()).hasSize(before + 20);
		assertThat(probe.sent("priced")).hasSize(20).isEqualTo(probe.sent("orders")).startsWith(new Order(0));
	}

	@Test
	void awaitQuietWaitsForEveryListenerThread(ChannelProbe probe, BackpressureChannel<Integer> jobs) throws Exception {
		for (int job = 0; job < 50; job++) {
			jobs.send(job);
		}
		probe.awaitQuiet();
		probe.within(Duration.ZERO).awaitProcessed("working", 50);
	}

	@Test
	void everyValueOfBatchIsCounted(ChannelProbe probe, BackpressureChannel<Integer> ticks) throws Exception {
		for (int tick = 0; tick < 100; tick++) {
			ticks.send(tick);
		}
		probe.awaitProcessed("metering", 100);
		assertThat(this.fulfilment.batches()).last()
			.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
			.hasSize(100);
	}

	@Test
	void failedValueIsRepeatedAndThenDeadLettered(ChannelProbe probe, TestClock clock,
			BackpressureChannel<Order> orders) throws Exception {
		probe.failNext("pricing", new IllegalStateException("first"));
		probe.failNext("pricing", new IllegalStateException("second"));
		orders.send(new Order(1));
		clock.advance(Duration.ofMinutes(1));
		FailedValue failed = probe.next("failed", FailedValue.class);
		assertThat(failed.value()).isEqualTo(new Order(1));
		assertThat(failed.cause()).hasMessage("second");
		assertThat(failed.attempts()).isEqualTo(2);
		assertThat(probe.failed("pricing")).containsExactly(failed);
		assertThat(probe.sent("priced")).isEmpty();
	}

	@Test
	void stalledListenerLetsChannelFill(ChannelProbe probe, BackpressureChannel<Order> orders) {
		probe.stall("pricing");
		List<Order> filled = probe.fill("orders", Order::new);
		assertThat(filled).hasSize(4); // the capacity, and one in flight
		ChannelAssertions.assertThat(orders).isFull().containsExactly(new Order(1), new Order(2), new Order(3));
		assertThat(Messages.of(() -> probe.within(SHORT).awaitQuiet())).isEqualTo("""
				Channels and listeners are not quiet after 100 ms:
				- channel 'orders' holds 3 values (capacity 3): [Order[id=1], Order[id=2], Order[id=3]]; \
				listener 'pricing' has 1 of 1 thread in a call
				- listener 'pricing' is stalled with Order[id=0]: release the listener""");
		probe.release("pricing");
		probe.awaitQuiet();
		assertThat(probe.sent("packed")).isEqualTo(filled);
	}

	@Test
	void everyThreadOfStalledListenerTakesValue(ChannelProbe probe, BackpressureChannel<Integer> jobs) {
		probe.stall("working");
		assertThat(probe.fill("jobs", (number) -> number)).hasSize(7);
		ChannelAssertions.assertThat(jobs).isFull();
	}

	@Test
	void channelOfRunningListenerIsNotFilled(ChannelProbe probe) {
		assertThatIllegalStateException().isThrownBy(() -> probe.fill("orders", Order::new))
			.withMessage("Channel 'orders' does not stay full, since listener 'pricing' receives from it. "
					+ "Call stall(\"pricing\") first, or pause the listener");
	}

	@Test
	void valueOfAnotherTypeIsNotSentByFill(ChannelProbe probe) {
		assertThatIllegalArgumentException().isThrownBy(() -> probe.fill("views", Order::new))
			.withMessage("Channel 'views' carries java.lang.String, not io.backpressure.channel.test.shop.Order");
	}

	@Test
	void droppedValuesAreRecordedInOrder(ChannelProbe probe, BackpressureChannel<String> views,
			BackpressureChannel<String> prices) throws Exception {
		for (String value : List.of("a", "b", "c", "d")) {
			views.send(value);
			prices.send(value);
		}
		assertThat(probe.sent("views")).containsExactly("a", "b");
		assertThat(probe.dropped("views")).containsExactly("c", "d");
		assertThat(probe.sent("prices")).containsExactly("a", "b", "c", "d");
		assertThat(probe.dropped("prices")).containsExactly("a", "b");
		ChannelAssertions.assertThat(prices).isFull().hasDropped(2).containsExactly("c", "d");
		views.purge();
		assertThat(probe.dropped("views")).containsExactly("c", "d", "a", "b");
		assertThat(probe.next("prices")).isEqualTo("c");
		assertThat(probe.next("prices", String.class)).isEqualTo("d");
	}

	@Test
	void asynchronousCallsAreRecorded(ChannelProbe probe, BackpressureChannel<Order> orders,
			BackpressureChannel<String> views) {
		probe.stall("pricing");
		probe.fill("orders", Order::new);
		CompletableFuture<SendResult> waiting = orders.sendAsync(new Order(10));
		CompletableFuture<SendResult> cancelled = orders.sendAsync(new Order(11));
		cancelled.cancel(false);
		assertThat(probe.sent("orders")).doesNotContain(new Order(10), new Order(11));
		probe.release("pricing");
		assertThat(waiting.join()).isEqualTo(SendResult.SENT);
		assertThat(probe.sent("orders")).endsWith(new Order(10));
		CompletableFuture<String> view = views.receiveAsync();
		views.sendAsync("cup");
		assertThat(view.join()).isEqualTo("cup");
		probe.awaitQuiet();
		assertThat(probe.sent("views")).containsExactly("cup");
	}

	@Test
	void valueReceivedBySelectIsCounted(ChannelProbe probe, BackpressureChannel<String> views,
			BackpressureChannel<String> prices) throws Exception {
		ChannelSelect<String> select = ChannelSelect.fair(views, prices);
		views.send("cup");
		assertThat(select.receive().value()).isEqualTo("cup");
		probe.awaitQuiet();
	}

	@Test
	void publishedValueIsCounted(ChannelProbe probe, BackpressureChannel<String> views) throws Exception {
		CompletableFuture<String> published = new CompletableFuture<>();
		views.publisher().subscribe(new Flow.Subscriber<>() {

			@Override
			public void onSubscribe(Flow.Subscription subscription) {
				subscription.request(1);
			}

			@Override
			public void onNext(String value) {
				published.complete(value);
			}

			@Override
			public void onError(Throwable failure) {
			}

			@Override
			public void onComplete() {
			}

		});
		views.send("cup");
		probe.awaitQuiet();
		assertThat(published).isCompletedWithValue("cup");
	}

	@Test
	void missingProcessedValuesAreExplained(ChannelProbe probe, TestClock clock, BackpressureChannel<Order> orders)
			throws Exception {
		probe.failNext("pricing", new IllegalStateException("no price"));
		orders.send(new Order(1));
		clock.advance(Duration.ofSeconds(1));
		assertThat(Messages.of(() -> probe.within(SHORT).awaitProcessed("pricing", 3))).isEqualTo("""
				Listener 'pricing' has processed 0 of 3 values after 100 ms: 1 received, 0 failed.
				- listener 'pricing' waits to repeat a call that failed with \
				java.lang.IllegalStateException: no price: move the TestClock forward by the delay""");
		clock.advance(Duration.ofMinutes(1));
		probe.awaitProcessed("pricing", 1);
		assertThat(Messages.of(() -> probe.within(SHORT).awaitProcessed("pricing", 2)))
			.contains("has processed 1 of 2");
	}

	@Test
	void causeOfMissingProcessedValueIsExplained(ChannelProbe probe, ChannelEvents events,
			BackpressureChannel<Order> orders) throws Exception {
		probe.failNext("packing", new IllegalStateException("no box"));
		orders.send(new Order(1));
		events.await(ListenerFailureEvent.class);
		probe.awaitQuiet();
		assertThat(Messages.of(() -> probe.within(SHORT).awaitProcessed("packing", 1))).isEqualTo("""
				Listener 'packing' has processed 0 of 1 value after 100 ms: 1 received, 1 failed. \
				The last one failed with java.lang.IllegalStateException: no box. See failed("packing").
				- every channel is empty, and every listener is idle""");
	}

	@Test
	void incompleteBatchIsExplained(ChannelProbe probe, TestClock clock, BackpressureChannel<Integer> ticks)
			throws Exception {
		ticks.send(1);
		clock.advance(Duration.ZERO);
		assertThat(Messages.of(() -> probe.within(SHORT).awaitQuiet())).isEqualTo("""
				Channels and listeners are not quiet after 100 ms:
				- listener 'metering' gathers a batch, which has 1 value: \
				move the TestClock forward by the batch timeout""");
		clock.advance(Duration.ofMinutes(1));
		probe.awaitQuiet();
	}

	@Test
	void nextDoesNotCompeteWithListener(ChannelProbe probe) {
		assertThatIllegalStateException().isThrownBy(() -> probe.next("orders"))
			.withMessage("A listener receives from channel 'orders': listener 'pricing' has 0 of 1 thread in a call. "
					+ "Pause it, for example with @ChannelTest(listeners = PAUSED), "
					+ "or read the values with sent(\"orders\")");
	}

	@Test
	void nextOfEmptyChannelIsExplained(ChannelProbe probe) {
		assertThat(Messages.of(() -> probe.within(SHORT).next("failed")))
			.isEqualTo("Channel 'failed' is empty after 100 ms. It has accepted 0 values in this test.\n"
					+ "- every channel is empty, and every listener is idle");
	}

	@Test
	void nextOfAnotherTypeIsExplained(ChannelProbe probe, BackpressureChannel<String> views) throws Exception {
		views.send("cup");
		assertThat(Messages.of(() -> probe.next("views", Integer.class)))
			.isEqualTo("The next value of channel 'views' is a java.lang.String, not a java.lang.Integer: cup");
	}

	@Test
	void rejectionOfUnknownListenerListsKnownIds(ChannelProbe probe) {
		assertThatExceptionOfType(NoSuchChannelException.class).isThrownBy(() -> probe.sent("order"));
		assertThatIllegalArgumentException().isThrownBy(() -> probe.stall("price"))
			.withMessage("There is no listener 'price'. "
					+ "The listeners are [metering, packing, pricing, shipping, working].");
	}

	@Test
	void channelCreatedInCodeIsRecorded(ChannelProbe probe, @Autowired ChannelRegistry channels) throws Exception {
		try (BackpressureChannel<String> made = channels.create("made", String.class,
				(channel) -> channel.bufferSize(1))) {
			made.send("cup");
			assertThat(probe.sent("made")).containsExactly("cup");
			assertThat(Messages.of(() -> probe.within(SHORT).awaitQuiet())).isEqualTo("""
					Channels and listeners are not quiet after 100 ms:
					- channel 'made' holds 1 value (capacity 1): [cup]; no listener receives from it: \
					take values with next("made")""");
			assertThat(made.receive()).isEqualTo("cup");
			probe.awaitQuiet();
		}
	}

}
