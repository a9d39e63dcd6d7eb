package io.backpressure.channel.test;

import java.util.concurrent.CountDownLatch;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.test.autoconfigure.ChannelTest;
import io.backpressure.channel.test.autoconfigure.ListenerMode;
import io.backpressure.channel.test.shop.Order;
import io.backpressure.channel.test.shop.Shop;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test that leaves values behind fails. The next test is not affected.
 */
class LeftoverTests {

	private static final String ADVICE = "\nReceive the values with ChannelProbe.next, wait for listeners with "
			+ "ChannelProbe.awaitQuiet, or discard values with purge() of their channel.";

	@Test
	void valuesLeftBehindFailTheirTest() {
		assertThat(Runs.of(false, ForgetfulCase.class)).containsExactly(
				"aLeavesValues: The test left behind:\n"
						+ "- channel 'orders' holds 1 value: [Order[id=1]]; listener 'pricing' is paused\n"
						+ "- channel 'prices' holds 2 values: [b, c]; no listener receives from it" + ADVICE,
				"bIsClean: passed", "cFails: it fails anyway\nsuppressed: The test left behind:\n"
						+ "- channel 'views' holds 1 value: [cup]; no listener receives from it" + ADVICE);
	}

	@Test
	void unusedFailureIsReportedAndListenersAreRestored() {
		assertThat(Runs.of(false, UnusedCase.class)).containsExactly("aLeavesFailure: The test left behind:\n"
				+ "- no call of listener 'pricing' has thrown the exception set by failNext: java.lang.IllegalStateException: unused"
				+ "\nCall ChannelProbe.failNext at most once for each call of the listener in the test.",
				"bRunningListenersHandleTheirValues: passed", "cStoppedAndStalledListenersRunAgain: passed",
				"dEverythingRuns: passed");
	}

	@Test
	void listenerThatDoesNotReturnIsReportedAndInterrupted() {
		assertThat(Runs.of(false, StuckCase.class)).containsExactly(
				"aIsStuck: The test left behind:\n"
						+ "- listener 'stuck' is in hang(), handling cup, on thread 'stuck-1':\n      at ..." + ADVICE,
				"bIsClean: passed");
	}

	@Test
	void unknownParameterIsExplainedWithChannels() {
		assertThat(Runs.of(false, UnknownParameterCase.class)).singleElement()
			.asString()
			.startsWith("unknown: Parameter 'prices' of method unknown cannot be resolved. The channels are "
					+ "'failed' of io.backpressure.channel.spring.listener.FailedValue, 'jobs' of java.lang.Integer, ")
			.contains("'views' of java.lang.String. Use the type of one of them, "
					+ "and its name as the name of the parameter or in @Qualifier. No qualifying bean");
	}

	@ChannelTest
	@ContextConfiguration(classes = Shop.class)
	static class UnknownParameterCase {

		@Test
		void unknown(BackpressureChannel<Long> prices) {
		}

	}

	@ChannelTest(listeners = ListenerMode.PAUSED)
	@ContextConfiguration(classes = Shop.class)
	@TestMethodOrder(MethodOrderer.MethodName.class)
	static class ForgetfulCase {

		@Test
		void aLeavesValues(BackpressureChannel<Order> orders, BackpressureChannel<String> prices) throws Exception {
			orders.send(new Order(1));
			prices.send("a");
			prices.send("b");
			prices.send("c");
		}

		@Test
		void bIsClean(ChannelProbe probe, ChannelEvents events, BackpressureChannel<String> prices) {
			probe.awaitQuiet();
			assertThat(probe.sent("orders")).isEmpty();
			assertThat(probe.dropped("prices")).isEmpty();
			ChannelAssertions.assertThat(prices).isEmpty().hasDropped(0);
			assertThat(events.all()).isEmpty();
		}

		@Test
		void cFails(BackpressureChannel<String> views) throws Exception {
			views.send("cup");
			throw new AssertionError("it fails anyway");
		}

	}

	@ChannelTest
	@ContextConfiguration(classes = Shop.class)
	@TestMethodOrder(MethodOrderer.MethodName.class)
	static class UnusedCase {

		@Test
		void aLeavesFailure(ChannelProbe probe) {
			probe.failNext("pricing", new IllegalStateException("unused"));
		}

		@Test
		void bRunningListenersHandleTheirValues(BackpressureChannel<Order> orders) throws Exception {
			orders.send(new Order(1));
		}

		@Test
		void cStoppedAndStalledListenersRunAgain(ChannelProbe probe, @Autowired ListenerRegistry listeners) {
			listeners.get("packing").stop();
			listeners.get("shipping").pause();
			probe.stall("pricing");
			probe.fill("orders", Order::new);
		}

		@Test
		void dEverythingRuns(ChannelProbe probe, BackpressureChannel<Order> orders) throws Exception {
			orders.send(new Order(1));
			probe.awaitProcessed("shipping", 1);
			probe.awaitQuiet();
			assertThat(probe.sent("packed")).containsExactly(new Order(1));
		}

	}

	@ChannelTest
	@ContextConfiguration(classes = { Shop.class, StuckCase.Stuck.class })
	@TestMethodOrder(MethodOrderer.MethodName.class)
	static class StuckCase {

		@Test
		void aIsStuck(BackpressureChannel<String> views) throws Exception {
			views.send("cup");
		}

		@Test
		void bIsClean(ChannelProbe probe) {
			probe.awaitQuiet();
		}

		static class Stuck {

			private final CountDownLatch never = new CountDownLatch(1);

			@ChannelListener(id = "stuck", channel = "views")
			void hang(String view) throws InterruptedException {
				this.never.await();
			}

		}

	}

}
