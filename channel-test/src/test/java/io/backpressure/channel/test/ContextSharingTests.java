package io.backpressure.channel.test;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.test.autoconfigure.ChannelTest;
import io.backpressure.channel.test.shop.Order;
import io.backpressure.channel.test.shop.Shop;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test classes that share a cached context, and test classes with different contexts that
 * run concurrently.
 */
class ContextSharingTests {

	private static final Set<ApplicationContext> contexts = ConcurrentHashMap.newKeySet();

	@Test
	void testClassesThatShareContextAreIsolated() {
		contexts.clear();
		assertThat(Runs.of(false, OneCase.class, OtherContextCase.class, TwinCase.class)).hasSize(9)
			.allMatch((line) -> line.endsWith(": passed"));
		assertThat(contexts).hasSize(2);
	}

	@Test
	void testClassesOfDifferentContextsRunConcurrently() {
		assertThat(Runs.of(true, OneCase.class, OtherContextCase.class)).hasSize(6)
			.allMatch((line) -> line.endsWith(": passed"));
	}

	@ContextConfiguration(classes = Shop.class)
	abstract static class Case {

		@RepeatedTest(3)
		void onlyOwnValuesAreSeen(ChannelProbe probe, BackpressureChannel<Order> orders,
				@Autowired ApplicationContext context) throws Exception {
			contexts.add(context);
			for (int id = 0; id < 10; id++) {
				orders.send(new Order(id));
			}
			probe.awaitQuiet();
			assertThat(probe.sent("packed")).hasSize(10);
			probe.awaitProcessed("shipping", 10);
		}

	}

	@ChannelTest
	static class OneCase extends Case {

	}

	@ChannelTest
	static class TwinCase extends Case {

	}

	@ChannelTest(properties = "shop.other=true")
	static class OtherContextCase extends Case {

	}

}
