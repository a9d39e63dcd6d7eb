package io.backpressure.channel.test;

import java.time.Duration;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.test.autoconfigure.ChannelTest;
import io.backpressure.channel.test.autoconfigure.ListenerMode;
import io.backpressure.channel.test.shop.Order;
import io.backpressure.channel.test.shop.Shop;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Probe of an application whose listeners are paused.
 */
@ChannelTest(listeners = ListenerMode.PAUSED)
@ContextConfiguration(classes = Shop.class)
class PausedListenersTests {

	@Test
	void valuesStayInTheirChannels(ChannelProbe probe, BackpressureChannel<Order> orders) throws Exception {
		orders.send(new Order(1));
		assertThat(Messages.of(() -> probe.within(Duration.ofMillis(100)).awaitQuiet())).isEqualTo("""
				Channels and listeners are not quiet after 100 ms:
				- channel 'orders' holds 1 value (capacity 3): [Order[id=1]]; listener 'pricing' is paused""");
		assertThat(probe.next("orders", Order.class)).isEqualTo(new Order(1));
	}

	@Test
	void testThatLeavesValuesSentByFillPasses(ChannelProbe probe, BackpressureChannel<Order> orders) {
		assertThat(probe.fill("orders", Order::new)).hasSize(3);
		ChannelAssertions.assertThat(orders).isFull();
	}

	@RepeatedTest(2)
	void resumedListenerIsPausedForNextTest(ChannelProbe probe, BackpressureChannel<Order> orders,
			@Autowired ListenerRegistry listeners) throws Exception {
		assertThat(listeners.containers()).allMatch(ListenerContainer::isPaused);
		listeners.containers().forEach(ListenerContainer::resume);
		orders.send(new Order(1));
		probe.awaitQuiet();
		assertThat(probe.sent("packed")).containsExactly(new Order(1));
	}

}
