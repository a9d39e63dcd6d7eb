package io.backpressure.channel.test;

import java.time.Duration;
import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.event.ChannelHighWatermarkEvent;
import io.backpressure.channel.spring.listener.ListenerIdleEvent;
import io.backpressure.channel.spring.monitor.ChannelMonitor;
import io.backpressure.channel.test.autoconfigure.ChannelTest;
import io.backpressure.channel.test.shop.Fulfilment;
import io.backpressure.channel.test.shop.Order;
import io.backpressure.channel.test.shop.Shop;
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
		"backpressure.channels.views.health.stalled-after=1h" })
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
	void clockEndsBatchTimeout(BackpressureChannel<Integer> ticks, @Autowired Fulfilment fulfilment) throws Exception {
		ticks.send(1);
		ticks.send(2);
		this.clock.advance(Duration.ofMinutes(1));
		this.probe.awaitQuiet();
		assertThat(fulfilment.batches()).last().isEqualTo(List.of(1, 2));
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
	void clockCannotBeMovedBack() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.clock.advance(Duration.ofSeconds(-1)))
			.withMessage("The clock can only be moved forward, not by PT-1S");
	}

}
