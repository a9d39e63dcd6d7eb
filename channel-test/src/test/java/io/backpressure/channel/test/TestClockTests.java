package io.backpressure.channel.test;

import java.time.Duration;
import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.event.ChannelHighWatermarkEvent;
import io.backpressure.channel.spring.event.ChannelSummaryEvent;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.listener.ListenerIdleEvent;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.monitor.ChannelMonitor;
import io.backpressure.channel.test.autoconfigure.ChannelTest;
import io.backpressure.channel.test.shop.Fulfilment;
import io.backpressure.channel.test.shop.Order;
import io.backpressure.channel.test.shop.Shop;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Delays and timeouts that end when a test moves the clock.
 */
@ChannelTest(properties = { "backpressure.listener.listeners.working.idle-interval=5m",
		"backpressure.channels.prices.watermark.high=0.9", "backpressure.channels.prices.watermark.hold=10m",
		"backpressure.channels.views.health.stalled-after=1h",
		"backpressure.channels.prices.health.utilization-above=0.9 for 30m",
		"backpressure.channels.prices.health.stalled-after=0s",
		"backpressure.listener.listeners.pricing.retry.max-retries=2",
		"backpressure.listener.listeners.shipping.concurrency=1-2", "backpressure.events.mode=summary",
		"backpressure.events.summary-interval=1h" })
@ContextConfiguration(classes = Shop.class)
class TestClockTests {

	@Autowired
	private TestClock clock;

	@Autowired
	private ChannelProbe probe;

	@Test
	void clockEndsRetryDelay(BackpressureChannel<Order> orders) throws Exception {
		this.probe.failNext("pricing", new IllegalStateException());
		orders.send(new Order(1));
		this.clock.advance(Duration.ofMinutes(1));
		this.probe.awaitProcessed("pricing", 1);
	}

	@Test
	void eachMoveEndsOneDelay(BackpressureChannel<Order> orders, BackpressureChannel<FailedValue> failed)
			throws Exception {
		for (int attempt = 1; attempt <= 3; attempt++) {
			this.probe.failNext("pricing", new IllegalStateException("attempt " + attempt));
		}
		orders.send(new Order(1));
		this.clock.advance(Duration.ofMinutes(1));
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.probe.next("failed", FailedValue.class).cause()).hasMessage("attempt 3");
		ChannelAssertions.assertThat(failed).isEmpty();
	}

	@Test
	void threadDoesNotWaitAfterItsDeadlineHasPassed() {
		TestClock clock = new TestClock();
		clock.remaining(clock.nanoTime() + Duration.ofMinutes(1).toNanos());
		assertThat(clock.isWaiting(Thread.currentThread())).isTrue();
		clock.advance(Duration.ofMinutes(1));
		assertThat(clock.isWaiting(Thread.currentThread())).isFalse();
	}

	@Test
	void clockEndsBatchTimeout(BackpressureChannel<Integer> ticks, @Autowired Fulfilment fulfilment) throws Exception {
		ticks.send(1);
		ticks.send(2);
		this.clock.advance(Duration.ofMinutes(1));
		this.probe.awaitQuiet();
		assertThat(fulfilment.batches()).last().isEqualTo(List.of(1, 2));
	}

	@RepeatedTest(5)
	void moveReturnsAfterDueBatchesAreHandled(BackpressureChannel<Integer> ticks, @Autowired Fulfilment fulfilment)
			throws Exception {
		int before = fulfilment.batches().size();
		ticks.send(1);
		this.clock.advance(Duration.ofSeconds(50));
		assertThat(fulfilment.batches()).hasSize(before);
		this.clock.advance(Duration.ofSeconds(10));
		ticks.send(2);
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(fulfilment.batches()).hasSize(before + 2).endsWith(List.of(1), List.of(2));
	}

	@Test
	void idleListenerIsReported(ChannelEvents events) {
		this.clock.advance(Duration.ofMinutes(5));
		ListenerIdleEvent idle = events.await(ListenerIdleEvent.class);
		assertThat(idle.getListenerId()).isEqualTo("working");
	}

	@Test
	void watermarkIsCrossedAfterItsHoldTime(BackpressureChannel<String> prices, ChannelEvents events) throws Exception {
		this.probe.fill("prices", (number) -> "price " + number);
		this.clock.advance(Duration.ofMinutes(9));
		ChannelAssertions.assertThat(events).ofType(ChannelHighWatermarkEvent.class).isEmpty();
		this.clock.advance(Duration.ofMinutes(1));
		ChannelAssertions.assertThat(events).ofType(ChannelHighWatermarkEvent.class).hasSize(1);
		prices.purge();
	}

	@Test
	void stalledChannelIsUnhealthyAfterItsLimit(@Autowired ChannelMonitor monitor) {
		this.probe.fill("views", (number) -> "view " + number);
		this.clock.advance(Duration.ofMinutes(59));
		assertThat(monitor.find("views").orElseThrow().condition().status()).isEqualTo("UP");
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(monitor.find("views").orElseThrow().condition().status()).isEqualTo("DOWN");
	}

	@Test
	void fullChannelIsUnhealthyAfterItsLimit(@Autowired ChannelMonitor monitor) {
		this.probe.fill("prices", (number) -> "price " + number);
		this.clock.advance(Duration.ofMinutes(29));
		assertThat(monitor.find("prices").orElseThrow().condition().status()).isEqualTo("UP");
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(monitor.find("prices").orElseThrow().condition().status()).isEqualTo("OUT_OF_SERVICE");
	}

	@Test
	void summaryIsPublishedAfterItsInterval(BackpressureChannel<String> views, ChannelEvents events) {
		this.clock.advance(Duration.ofHours(1)); // ends the current interval
		this.probe.fill("views", (number) -> "view " + number);
		views.trySend("dropped");
		this.clock.advance(Duration.ofMinutes(59));
		assertThat(drops(events)).isEmpty();
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(drops(events)).containsExactly(1L);
	}

	private static List<Long> drops(ChannelEvents events) {
		return events.ofType(ChannelSummaryEvent.class)
			.stream()
			.filter((event) -> event.getChannelName().equals("views"))
			.map(ChannelSummaryEvent::getDropCount)
			.toList();
	}

	@Test
	void listenerGrowsAndShrinks(BackpressureChannel<Order> packed, @Autowired ListenerRegistry listeners)
			throws Exception {
		this.probe.stall("shipping");
		packed.send(new Order(1));
		packed.send(new Order(2));
		this.clock.advance(Duration.ofMillis(100));
		assertThat(listeners.get("shipping").threads()).isEqualTo(2);
		this.probe.release("shipping");
		this.probe.awaitProcessed("shipping", 2);
		this.clock.advance(Duration.ofSeconds(10));
		assertThat(Wait.until(Duration.ofMinutes(1), () -> listeners.get("shipping").threads() == 1)).isTrue();
	}

	@Test
	void clockCannotBeMovedBack() {
		String message = "The clock can only be moved forward, not by PT-1S";
		assertThatIllegalArgumentException().isThrownBy(() -> this.clock.advance(Duration.ofSeconds(-1)))
			.withMessage(message);
		assertThatIllegalArgumentException().isThrownBy(() -> this.clock.advanceDuring(() -> {
		}, Duration.ofSeconds(-1))).withMessage(message);
	}

}
