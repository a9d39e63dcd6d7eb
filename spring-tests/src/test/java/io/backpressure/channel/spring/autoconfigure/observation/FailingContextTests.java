package io.backpressure.channel.spring.autoconfigure.observation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerContainerFactory;
import io.backpressure.channel.spring.listener.ListenerErrorHandler;
import io.backpressure.channel.spring.listener.ListenerErrorHandler.Outcome;
import io.backpressure.channel.spring.listener.ListenerIdleEvent;
import io.backpressure.channel.spring.listener.ListenerOptions;
import io.backpressure.channel.spring.listener.ListenerStats;
import io.backpressure.channel.spring.listener.UndeliveredHandler;
import io.micrometer.context.ThreadLocalAccessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts of senders that cannot be set or restored, and contexts of values that a
 * stopped listener gives back.
 */
@Timeout(180)
class FailingContextTests {

	private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

	private final List<String> handled = new CopyOnWriteArrayList<>();

	private final List<FailedValue> failed = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class))
		.withPropertyValues("backpressure.channels.orders.type=java.lang.Integer",
				"backpressure.channels.orders.propagate-context=true")
		.withBean("tenant", ThreadLocalAccessor.class, Tenant::new)
		.withBean("errors", ListenerErrorHandler.class, () -> (failure) -> {
			this.failed.add(failure);
			return Outcome.RECOVERED;
		});

	@Test
	void valueWithFailingContextGoesToErrorHandler() {
		this.runner.withPropertyValues("backpressure.listener.defaults.retry.delay=0ms").run((context) -> {
			ListenerContainer listener = listen(context);
			listener.start();
			send(context, "a", 1);
			send(context, "removed", 2);
			send(context, "b", 3);
			assertThat(awaitSettled(listener, 3)).isEqualTo(new ListenerStats(3, 2, 1, 0, 0, 0, 0));
			assertThat(this.handled).containsExactly("1 of a", "3 of b");
			assertThat(this.failed).singleElement().satisfies((failure) -> {
				assertThat(failure.value()).isEqualTo(2);
				assertThat(failure.attempts()).isZero();
				assertThat(failure.cause()).hasMessage("no such tenant any more");
			});
		});
	}

	@Test
	void failedContextRestoreDoesNotAffectValue() {
		this.runner.run((context) -> {
			ListenerContainer listener = listen(context);
			listener.start();
			send(context, "unforgettable", 1);
			send(context, "b", 2);
			send(context, null, 3);
			assertThat(awaitSettled(listener, 3)).isEqualTo(new ListenerStats(3, 3, 0, 0, 0, 0, 0));
			assertThat(this.handled).containsExactly("1 of unforgettable", "2 of b", "3 of null");
			assertThat(this.failed).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "removed", "unforgettable" })
	void incompleteContextLeavesNothingOnThread(String tenant) {
		List<String> seen = new CopyOnWriteArrayList<>();
		this.runner.withPropertyValues("backpressure.listener.defaults.idle-interval=10ms")
			.withInitializer((context) -> context.addApplicationListener((event) -> {
				if (event instanceof ListenerIdleEvent && !this.handled.isEmpty()) {
					seen.add(MDC.get("request") + " of " + TENANT.get());
				}
			}))
			.run((context) -> {
				ListenerContainer listener = listen(context);
				listener.start();
				MDC.put("request", "42");
				send(context, tenant, 1);
				MDC.remove("request");
				send(context, null, 2);
				awaitSettled(listener, 2);
				Awaitility.await().until(() -> !seen.isEmpty());
				assertThat(seen).containsOnly("null of null");
			});
	}

	@Test
	void valueGivenBackByAStopKeepsTheContextOfItsSender() {
		CountDownLatch never = new CountDownLatch(1);
		this.runner.withPropertyValues("backpressure.listener.drain-timeout=10ms").run((context) -> {
			ListenerContainer listener = context.getBean(ListenerContainerFactory.class)
				.create("desk", "orders", Integer.class, (value) -> {
					this.handled.add(value + " of " + TENANT.get());
					if (this.handled.size() == 1) {
						never.await();
					}
				}, ListenerOptions.NONE);
			send(context, "acme", 1);
			send(context, "blue", 2);
			listener.start();
			Awaitility.await().until(() -> this.handled.size() == 1);
			listener.stop();
			listener.start();
			awaitSettled(listener, 2);
			assertThat(this.handled).containsExactly("1 of acme", "1 of acme", "2 of blue");
		});
	}

	@Test
	void batchGivenBackByStopIsHandledAgainAndReported() {
		List<Object> undelivered = new CopyOnWriteArrayList<>();
		CountDownLatch never = new CountDownLatch(1);
		this.runner.withPropertyValues("backpressure.listener.drain-timeout=10ms")
			.withBean(UndeliveredHandler.class, () -> (channel, values) -> undelivered.addAll(values))
			.run((context) -> {
				ListenerContainer listener = context.getBean(ListenerContainerFactory.class)
					.createBatch("desk", "orders", Integer.class, (values) -> {
						this.handled.add(values.toString());
						never.await();
					}, ListenerOptions.NONE.withBatch(2, Duration.ZERO));
				send(context, "acme", 1);
				send(context, "blue", 2);
				send(context, "blue", 3);
				for (int round = 1; round <= 2; round++) {
					int calls = round;
					listener.start();
					Awaitility.await().until(() -> this.handled.size() == calls);
					listener.stop();
				}
				assertThat(this.handled).containsExactly("[1, 2]", "[1, 2]");
				context.close();
				assertThat(undelivered).containsExactly(1, 2, 3);
			});
	}

	private ListenerContainer listen(ApplicationContext context) {
		return context.getBean(ListenerContainerFactory.class)
			.create("desk", "orders", Integer.class, (value) -> this.handled.add(value + " of " + TENANT.get()),
					ListenerOptions.NONE);
	}

	private static void send(ApplicationContext context, String tenant, int value) throws InterruptedException {
		BackpressureChannel<Integer> orders = context.getBean(ChannelRegistry.class).get("orders", Integer.class);
		TENANT.set(tenant);
		try {
			orders.send(value);
		}
		finally {
			TENANT.remove();
		}
	}

	private static ListenerStats awaitSettled(ListenerContainer listener, int received) {
		Awaitility.await().until(() -> listener.stats().received() == received && listener.stats().inFlight() == 0);
		return listener.stats();
	}

	/**
	 * Accessor that fails to set the tenant 'removed', and fails to restore the previous
	 * state after the tenant 'unforgettable'.
	 */
	static class Tenant implements ThreadLocalAccessor<String> {

		@Override
		public Object key() {
			return "tenant";
		}

		@Override
		public String getValue() {
			return TENANT.get();
		}

		@Override
		public void setValue(String value) {
			if (value.equals("removed")) {
				throw new IllegalStateException("no such tenant any more");
			}
			TENANT.set(value);
		}

		@Override
		public void setValue() {
			TENANT.remove();
		}

		@Override
		public void restore() {
			if ("unforgettable".equals(TENANT.get())) {
				throw new IllegalStateException("cannot be forgotten");
			}
			TENANT.remove();
		}

	}

}
