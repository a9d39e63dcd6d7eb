package io.backpressure.channel.test;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.UndeliveredHandler;
import io.backpressure.channel.test.autoconfigure.ChannelTest;
import io.backpressure.channel.test.shop.Fulfilment;
import io.backpressure.channel.test.shop.Order;
import io.backpressure.channel.test.shop.Shop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests that close their application context. The next test gets a new context.
 */
@ChannelTest(
		properties = { "backpressure.listener.drain-timeout=1h", "spring.lifecycle.timeout-per-shutdown-phase=2h" })
@ContextConfiguration(classes = { Shop.class, ShutdownTests.Attic.class })
class ShutdownTests {

	@Autowired
	private ConfigurableApplicationContext application;

	@Autowired
	private Attic attic;

	@BeforeEach
	void contextIsOpen() {
		assertThat(this.application.isActive()).isTrue();
	}

	@RepeatedTest(2)
	void everyValueIsHandled(BackpressureChannel<Order> orders, @Autowired Fulfilment fulfilment) throws Exception {
		for (int id = 0; id < 10; id++) {
			orders.send(new Order(id));
		}
		this.application.close();
		assertThat(fulfilment.shipped()).hasSize(10);
		assertThat(this.attic.kept).isEmpty();
	}

	@Test
	void clockEndsDrainTimeout(BackpressureChannel<Order> orders, ChannelProbe probe, TestClock clock)
			throws Exception {
		probe.stall("pricing");
		orders.send(new Order(1));
		orders.send(new Order(2));
		clock.advanceDuring(this.application::close, Duration.ofHours(1));
		assertThat(this.attic.kept).containsExactly(new Order(1), new Order(2));
	}

	@Test
	void clockEndsBatchTimeoutWhileDraining(BackpressureChannel<Integer> ticks, TestClock clock,
			@Autowired Fulfilment fulfilment) throws Exception {
		ticks.send(1);
		clock.advanceDuring(this.application::close, Duration.ofMinutes(1));
		assertThat(fulfilment.batches()).containsExactly(List.of(1));
	}

	@Test
	void clockEndsWaitForOtherReceivers(BackpressureChannel<String> views, TestClock clock) throws Exception {
		views.send("received");
		views.send("left");
		assertThat(views.receive()).isEqualTo("received");
		long before = clock.nanoTime();
		clock.advanceDuring(this.application::close, Duration.ofDays(1));
		assertThat(clock.nanoTime() - before).isGreaterThan(Duration.ofDays(1).toNanos());
		assertThat(this.attic.kept).containsExactly("left");
	}

	@Test
	void clockEndsStopOfListener(BackpressureChannel<Order> orders, ChannelProbe probe, TestClock clock,
			@Autowired ListenerRegistry listeners) throws Exception {
		ListenerContainer pricing = listeners.get("pricing");
		probe.stall("pricing");
		orders.send(new Order(1));
		clock.advance(Duration.ZERO); // returns when the call has met the stall
		clock.advanceDuring(pricing::stop, Duration.ofHours(1));
		assertThat(pricing.stats().undelivered()).isEqualTo(1);
	}

	@Test
	void recordedValuesAreKeptAfterClose(BackpressureChannel<Order> orders, ChannelProbe probe) throws Exception {
		orders.send(new Order(1));
		this.application.close();
		assertThat(probe.sent("priced")).containsExactly(new Order(1));
		assertThat(probe.dropped("views")).isEmpty();
		assertThat(Messages.of(() -> probe.within(Duration.ZERO).awaitProcessed("working", 1)))
			.isEqualTo("Listener 'working' has processed 0 of 1 value, and its channel is closed and empty: "
					+ "0 received, 0 failed.\n- every channel is closed");
		assertThatIllegalStateException().isThrownBy(() -> probe.fill("orders", Order::new))
			.withMessage("Channel 'orders' is closed");
	}

	@Test
	void actionThatDoesNotWaitDoesNotMoveTheClock(TestClock clock) {
		long before = clock.nanoTime();
		assertThatIllegalStateException().isThrownBy(() -> clock.advanceDuring(() -> {
			throw new IllegalStateException();
		}, Duration.ofDays(1)));
		assertThat(clock.nanoTime() - before).isLessThan(Duration.ofDays(1).toNanos());
	}

	static class Attic implements UndeliveredHandler {

		final Queue<Object> kept = new ConcurrentLinkedQueue<>();

		@Override
		public void undelivered(String channel, List<?> values) {
			this.kept.addAll(values);
		}

	}

}
