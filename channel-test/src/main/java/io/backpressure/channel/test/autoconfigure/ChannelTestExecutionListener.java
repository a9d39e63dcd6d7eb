package io.backpressure.channel.test.autoconfigure;

import io.backpressure.channel.test.ChannelProbe;
import io.backpressure.channel.test.ChannelTestKit;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.test.context.support.DependencyInjectionTestExecutionListener;

/**
 * Listener that begins and ends each test on the {@link ChannelTestKit} of its context,
 * if there is one.
 */
class ChannelTestExecutionListener implements TestExecutionListener, Ordered {

	private static final String KIT = ChannelTestExecutionListener.class.getName();

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (!testContext.hasApplicationContext()
				|| !(testContext.getApplicationContext() instanceof ConfigurableApplicationContext context)) {
			return;
		}
		ChannelTestKit kit = context.getBeanProvider(ChannelTestKit.class).getIfAvailable();
		if (kit != null) {
			context.getBeanProvider(ChannelProbe.class).getIfAvailable();
			kit.beginTest();
			testContext.setAttribute(KIT, new Begun(kit, context));
		}
	}

	/**
	 * Let the test framework forget a context that the test has closed. The next test
	 * gets another context.
	 */
	@Override
	public void afterTestExecution(TestContext testContext) {
		if (testContext.getAttribute(KIT) instanceof Begun begun && !begun.context().isActive()) {
			replaceContext(testContext, HierarchyMode.CURRENT_LEVEL);
		}
	}

	private static void replaceContext(TestContext testContext, HierarchyMode mode) {
		testContext.markApplicationContextDirty(mode);
		testContext.setAttribute(DependencyInjectionTestExecutionListener.REINJECT_DEPENDENCIES_ATTRIBUTE, true);
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		ChannelTestKit kit = activeKit(testContext);
		if (kit == null) {
			return;
		}
		String leftovers = kit.endTest();
		if (!kit.interruptCalls()) {
			replaceContext(testContext, HierarchyMode.EXHAUSTIVE);
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

	/**
	 * Return the instrumentation; {@code null} if there is none, or if the test has
	 * closed the context.
	 */
	private static @Nullable ChannelTestKit activeKit(TestContext testContext) {
		return (testContext.removeAttribute(KIT) instanceof Begun begun && begun.context().isActive()) ? begun.kit()
				: null;
	}

	/**
	 * Return the lowest precedence. This listener is then the last one before a test and
	 * the first one after the test, so that it runs before mocks are reset.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	/**
	 * Test that has begun.
	 *
	 * @param kit the instrumentation
	 * @param context the context of the test
	 */
	private record Begun(ChannelTestKit kit, ConfigurableApplicationContext context) {

	}

}
