package io.backpressure.channel.test.autoconfigure;

import io.backpressure.channel.test.ChannelProbe;
import io.backpressure.channel.test.ChannelTestKit;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Listener that begins and ends each test of a context with {@link ChannelTestKit}.
 */
class ChannelTestExecutionListener implements TestExecutionListener, Ordered {

	@Override
	public void beforeTestMethod(TestContext testContext) {
		ChannelTestKit kit = kit(testContext);
		if (kit != null) {
			kit.beginTest();
		}
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		ChannelTestKit kit = kit(testContext);
		if (kit == null) {
			return;
		}
		String leftovers = kit.endTest();
		if (!kit.interruptCalls()) {
			testContext.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		}
		if (leftovers == null) {
			return;
		}
		AssertionError failure = new AssertionError(leftovers);
		Throwable earlier = testContext.getTestException();
		if (earlier == null) {
			throw failure;
		}
		earlier.addSuppressed(failure);
	}

	private static @Nullable ChannelTestKit kit(TestContext testContext) {
		if (!testContext.hasApplicationContext()) {
			return null;
		}
		ApplicationContext context = testContext.getApplicationContext();
		ChannelTestKit kit = context.getBeanProvider(ChannelTestKit.class).getIfAvailable();
		if (kit != null) {
			context.getBeanProvider(ChannelProbe.class).getIfAvailable();
		}
		return kit;
	}

	/**
	 * Return the lowest precedence: the last before a test, and the first after it,
	 * before mocks are reset.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
