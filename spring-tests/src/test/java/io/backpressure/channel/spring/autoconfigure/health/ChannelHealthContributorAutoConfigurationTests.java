package io.backpressure.channel.spring.autoconfigure.health;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.monitor.ChannelMonitorAutoConfiguration;
import io.backpressure.channel.spring.health.ChannelsHealthContributor;
import io.backpressure.channel.spring.monitor.ChannelCondition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Health of channels.
 */
class ChannelHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelMonitorAutoConfiguration.class,
				ChannelHealthContributorAutoConfiguration.class))
		.withPropertyValues("backpressure.defaults.buffer-size=2",
				"backpressure.defaults.health.utilization-above=0.9 for 300ms",
				"backpressure.channels.orders.buffer-size=2", "backpressure.channels.views.health.stalled-after=300ms",
				"backpressure.channels.views.health.utilization-above=never",
				"backpressure.channels.prices.health.utilization-above=1 for 1h");

	@Test
	void eachChannelHasItsOwnHealth() {
		this.runner.run((context) -> {
			fill(context, "orders");
			fill(context, "views");
			fill(context, "prices");
			Awaitility.await().until(() -> health(context, "orders").getStatus().equals(Status.OUT_OF_SERVICE));
			assertThat(health(context, "orders").getDetails()).containsEntry("size", 2)
				.containsEntry("capacity", 2)
				.hasEntrySatisfying("condition", (condition) -> assertThat(((ChannelCondition) condition).text())
					.startsWith("at least 90 % full for"));
			Awaitility.await().until(() -> health(context, "views").getStatus().equals(Status.DOWN));
			assertThat(((ChannelCondition) health(context, "views").getDetails().get("condition")).text())
				.startsWith("nothing received for");
			assertThat(health(context, "prices").getStatus()).isEqualTo(Status.UP);
			assertThat(context.getBean(ChannelsHealthContributor.class).stream())
				.extracting(HealthContributors.Entry::name)
				.containsExactly("orders", "prices", "views");
		});
	}

	@Test
	void channelRecoversWhenReceivedAgain() {
		this.runner.run((context) -> {
			fill(context, "views");
			Awaitility.await().until(() -> health(context, "views").getStatus().equals(Status.DOWN));
			channel(context, "views").tryReceive();
			Awaitility.await().until(() -> health(context, "views").getStatus().equals(Status.UP));
		});
	}

	@Test
	void closedChannelBeanIsDownButCreatedChannelIsRemoved() {
		this.runner.run((context) -> {
			context.getBean(ChannelRegistry.class)
				.create("later", String.class, (builder) -> builder.bufferSize(1))
				.close();
			channel(context, "orders").close();
			Awaitility.await().until(() -> health(context, "orders").getStatus().equals(Status.DOWN));
			Awaitility.await()
				.until(() -> context.getBean(ChannelsHealthContributor.class).getContributor("later") == null);
		});
	}

	@Test
	void contributorIsNamedBackpressure() {
		this.runner.run((context) -> assertThat(context.getBean("backpressureHealthContributor"))
			.isInstanceOf(CompositeHealthContributor.class));
	}

	@Test
	void healthCanBeDisabledOrReplaced() {
		this.runner.withPropertyValues("management.health.backpressure.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("backpressureHealthContributor"));
		this.runner.withBean("backpressureHealthIndicator", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> assertThat(context).doesNotHaveBean("backpressureHealthContributor"));
		this.runner.withClassLoader(new FilteredClassLoader(ConditionalOnEnabledHealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("backpressureHealthContributor"));
	}

	private static Health health(ApplicationContext context, String channel) {
		HealthIndicator indicator = (HealthIndicator) context.getBean(ChannelsHealthContributor.class)
			.getContributor(channel);
		return indicator.health(true);
	}

	private static void fill(ApplicationContext context, String name) {
		channel(context, name).trySend("one");
		channel(context, name).trySend("two");
	}

	@SuppressWarnings("unchecked")
	private static BackpressureChannel<Object> channel(ApplicationContext context, String name) {
		return context.getBean(name, BackpressureChannel.class);
	}

}
