package io.backpressure.channel.test;

import java.time.Duration;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.test.autoconfigure.ChannelTest;
import io.backpressure.channel.test.shop.Order;
import io.backpressure.channel.test.shop.Shop;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test that closes a channel of its context fails. The next test gets another context.
 */
class ClosedChannelTests {

	private static final String FAILURE = "The test left behind:\n- channel 'orders' is closed\n"
			+ "Close only a channel that the test has created, or close the application context.";

	@Test
	void testThatClosesChannelFailsAndNextOneGetsAnotherContext() {
		assertThat(Runs.of(false, ClosingCase.class, NextClassCase.class)).containsExactly("aClosesChannel: " + FAILURE,
				"bChannelIsOpen: passed", "cClosesOwnChannel: passed", "dClosesChannel: " + FAILURE,
				"channelIsOpen: passed");
	}

	@ChannelTest
	@ContextConfiguration(classes = Shop.class)
	@TestMethodOrder(MethodOrderer.MethodName.class)
	static class ClosingCase {

		@Test
		void aClosesChannel(BackpressureChannel<Order> orders, ChannelProbe probe) throws Exception {
			orders.send(new Order(1));
			probe.awaitQuiet();
			orders.close();
			assertThat(probe.sent("orders")).containsExactly(new Order(1));
			assertThat(Messages.of(() -> probe.within(Duration.ofMinutes(1)).awaitProcessed("pricing", 2)))
				.isEqualTo("""
						Listener 'pricing' has processed 1 of 2 values, and its channel is closed and empty: \
						1 received, 0 failed.
						- channel 'orders' is closed""");
		}

		@Test
		void bChannelIsOpen(BackpressureChannel<Order> orders, ChannelProbe probe) throws Exception {
			orders.send(new Order(2));
			probe.awaitQuiet();
			assertThat(probe.sent("packed")).containsExactly(new Order(2));
		}

		@Test
		void cClosesOwnChannel(@Autowired ChannelRegistry channels) {
			channels.create("made", String.class, (channel) -> channel.bufferSize(1)).close();
		}

		@Test
		void dClosesChannel(BackpressureChannel<Order> orders) {
			orders.close();
		}

	}

	@ChannelTest
	@ContextConfiguration(classes = Shop.class)
	static class NextClassCase {

		@Test
		void channelIsOpen(BackpressureChannel<Order> orders, ChannelProbe probe) throws Exception {
			orders.send(new Order(3));
			probe.awaitQuiet();
			assertThat(probe.sent("packed")).containsExactly(new Order(3));
		}

	}

}
