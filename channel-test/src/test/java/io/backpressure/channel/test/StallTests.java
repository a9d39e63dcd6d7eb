package io.backpressure.channel.test;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.test.autoconfigure.ChannelTest;
import io.backpressure.channel.test.shop.Order;
import io.backpressure.channel.test.shop.Shop;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A test fails if it stalls a listener that is not called.
 */
class StallTests {

	@Test
	void unusedStallFailsItsTest() {
		assertThat(Runs.of(false, StallCase.class)).containsExactly("aStallsIdleListener: The test left behind:\n"
				+ "- listener 'pricing' is stalled, but has not been called since\n"
				+ "Call ChannelProbe.stall before the values are sent, and only for listeners that are called in the test.",
				"bStallsLastListener: passed", "cReleasesStall: passed", "dReleasesRunningListener: passed");
	}

	@ChannelTest
	@ContextConfiguration(classes = Shop.class)
	@TestMethodOrder(MethodOrderer.MethodName.class)
	static class StallCase {

		@Test
		void aStallsIdleListener(ChannelProbe probe) {
			probe.stall("pricing");
		}

		@Test
		void bStallsLastListener(ChannelProbe probe, BackpressureChannel<Order> orders) throws Exception {
			probe.stall("shipping");
			orders.send(new Order(1)); // the value may reach the listener after the test
		}

		@Test
		void cReleasesStall(ChannelProbe probe, BackpressureChannel<Order> orders) throws Exception {
			probe.stall("pricing");
			orders.send(new Order(1));
			probe.stall("pricing"); // no effect, since the listener is stalled already
			probe.release("pricing");
			probe.awaitQuiet();
		}

		@Test
		void dReleasesRunningListener(ChannelProbe probe) {
			assertThatIllegalStateException().isThrownBy(() -> probe.release("pricing"))
				.withMessage("Listener 'pricing' is not stalled. Call stall(\"pricing\") first");
		}

	}

}
