package io.backpressure.channel.spring.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.actuate.BackpressureEndpoint;
import io.backpressure.channel.spring.actuate.ChannelDescriptor;
import io.backpressure.channel.spring.actuate.ListenerDescriptor;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.event.ChannelEventsAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.health.ChannelHealthContributorAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.monitor.ChannelMonitorAutoConfiguration;
import io.backpressure.channel.spring.health.ChannelsHealthContributor;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.monitor.ChannelCondition;
import io.backpressure.channel.spring.support.TimeSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that listeners discard or dead-letter, and long calls, as shown by the endpoint
 * and by health.
 */
class ListenerConditionIntegrationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelEventsAutoConfiguration.class,
				ChannelListenerAutoConfiguration.class, ChannelMonitorAutoConfiguration.class,
				BackpressureEndpointAutoConfiguration.class, ChannelHealthContributorAutoConfiguration.class))
		.withUserConfiguration(Listeners.class)
		.withPropertyValues("management.endpoints.web.exposure.include=backpressure",
				"backpressure.channels.orders.type=java.lang.String",
				"backpressure.channels.bills.type=java.lang.String",
				"backpressure.channels.parcels.type=" + CountDownLatch.class.getName(),
				"backpressure.channels.dead.type=" + FailedValue.class.getName(),
				"backpressure.listener.listeners.billing.dead-letter=dead");

	@Test
	void discardingListenerChangesConditionOfChannel() {
		this.runner.run((context) -> {
			send(context, "orders", "a secret");
			ChannelDescriptor orders = await(context, "orders", ChannelCondition.State.DISCARDING,
					": IllegalStateException");
			assertThat(orders.condition().text()).startsWith("listener 'pricing' discard");
			assertThat(orders.condition().status()).isEqualTo("UP");
			ListenerDescriptor listener = orders.listeners().get(0);
			assertThat(listener.failed()).isEqualTo(1);
			assertThat(listener.discarded()).isEqualTo(1);
			assertThat(listener.deadLettered()).isZero();
			assertThat(listener.lastFailure()).isNotNull();
			assertThat(listener.lastFailure().type()).isEqualTo("java.lang.IllegalStateException");
			assertThat(listener.lastFailure().time()).isNotNull();
			Health health = health(context, "orders");
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails().get("condition")).isInstanceOfSatisfying(ChannelCondition.class,
					(condition) -> {
						assertThat(condition.state()).isEqualTo(ChannelCondition.State.DISCARDING);
						assertThat(condition.text()).startsWith("listener 'pricing' discard");
					});
			assertThat(context.getBean(BackpressureEndpoint.class).channel("orders").toString())
				.contains("listener pricing: IllegalStateException, discarded")
				.doesNotContain("secret");
		});
	}

	@Test
	void deadLetteringListenerChangesConditionOfChannel() {
		this.runner.run((context) -> {
			send(context, "bills", "a secret");
			ChannelDescriptor bills = await(context, "bills", ChannelCondition.State.DEAD_LETTERING,
					": ArithmeticException");
			assertThat(bills.condition().text()).startsWith("listener 'billing' dead-letter");
			ListenerDescriptor listener = bills.listeners().get(0);
			assertThat(listener.deadLetter()).isEqualTo("dead");
			assertThat(listener.deadLettered()).isEqualTo(1);
			assertThat(listener.discarded()).isZero();
			assertThat(context.getBean(BackpressureEndpoint.class).channel("bills").toString())
				.contains("listener billing: ArithmeticException, dead-lettered")
				.doesNotContain("secret");
		});
	}

	@Test
	void longCallChangesConditionOfChannel() {
		AtomicLong ahead = new AtomicLong();
		this.runner.withBean(TimeSource.class, () -> () -> System.nanoTime() + ahead.get()).run((context) -> {
			CountDownLatch parcel = new CountDownLatch(1);
			send(context, "parcels", parcel);
			// a call is timed from its first observation by the monitor
			Awaitility.await().until(() -> {
				ahead.addAndGet(Duration.ofMinutes(1).toNanos());
				return descriptor(context, "parcels").condition().state() == ChannelCondition.State.HELD_UP;
			});
			ChannelDescriptor parcels = descriptor(context, "parcels");
			assertThat(parcels.condition().text()).startsWith("listener 'packing' has been in one call for ");
			assertThat(parcels.condition().severity()).isEqualTo(ChannelCondition.Severity.TROUBLE);
			assertThat(parcels.listeners().get(0).longestCallMillis())
				.isGreaterThanOrEqualTo(Duration.ofMinutes(1).toMillis());
			assertThat(context.getBean(BackpressureEndpoint.class).channel("parcels").toString())
				.contains("LISTENER_HELD_UP");
			Health health = health(context, "parcels");
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails().get("condition")).isInstanceOfSatisfying(ChannelCondition.class,
					(condition) -> assertThat(condition.state()).isEqualTo(ChannelCondition.State.HELD_UP));
			parcel.countDown();
			await(context, "parcels", ChannelCondition.State.WELL, "null");
		});
	}

	/**
	 * Wait until a channel is in a state and the text of its condition ends as given. The
	 * first sample in that state may not name the cause yet.
	 */
	private static ChannelDescriptor await(ApplicationContext context, String channel, ChannelCondition.State state,
			String end) {
		Awaitility.await().untilAsserted(() -> {
			ChannelCondition condition = descriptor(context, channel).condition();
			assertThat(condition.state()).isEqualTo(state);
			assertThat(String.valueOf(condition.text())).endsWith(end);
		});
		return descriptor(context, channel);
	}

	private static ChannelDescriptor descriptor(ApplicationContext context, String name) {
		List<ChannelDescriptor> channels = context.getBean(BackpressureEndpoint.class).channels().channels();
		return channels.stream().filter((channel) -> channel.name().equals(name)).findFirst().orElseThrow();
	}

	private static Health health(ApplicationContext context, String channel) {
		HealthIndicator indicator = (HealthIndicator) context.getBean(ChannelsHealthContributor.class)
			.getContributor(channel);
		return indicator.health(true);
	}

	@SuppressWarnings("unchecked")
	private static void send(ApplicationContext context, String channel, Object value) throws InterruptedException {
		context.getBean(channel, BackpressureChannel.class).send(value);
	}

	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		@ChannelListener(id = "pricing", channel = "orders")
		void price(String order) {
			throw new IllegalStateException("cannot price " + order);
		}

		@ChannelListener(id = "billing", channel = "bills")
		void bill(String order) {
			throw new ArithmeticException("cannot bill " + order);
		}

		@ChannelListener(id = "packing", channel = "parcels")
		void pack(CountDownLatch parcel) throws InterruptedException {
			parcel.await();
		}

	}

}
