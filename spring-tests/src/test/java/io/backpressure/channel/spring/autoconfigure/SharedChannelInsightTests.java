package io.backpressure.channel.spring.autoconfigure;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.spring.ChannelTransport;
import io.backpressure.channel.spring.FakeServer;
import io.backpressure.channel.spring.actuate.BackpressureEndpoint;
import io.backpressure.channel.spring.actuate.BackpressureWebEndpointExtension;
import io.backpressure.channel.spring.actuate.ChannelDescriptor;
import io.backpressure.channel.spring.actuate.ChannelDetails;
import io.backpressure.channel.spring.actuate.ChannelSetting;
import io.backpressure.channel.spring.autoconfigure.actuate.BackpressureEndpointAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.health.ChannelHealthContributorAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.metrics.ChannelMetricsAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.monitor.ChannelMonitorAutoConfiguration;
import io.backpressure.channel.spring.health.ChannelsHealthContributor;
import io.backpressure.channel.spring.monitor.ChannelCondition;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Endpoint, health and meters of a channel that several JVMs share. In some tests, the
 * server of the channel cannot be reached or rejects calls.
 */
@ExtendWith(OutputCaptureExtension.class)
class SharedChannelInsightTests {

	private final FakeServer server = new FakeServer();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class,
				ChannelMonitorAutoConfiguration.class, BackpressureEndpointAutoConfiguration.class,
				ChannelHealthContributorAutoConfiguration.class, ChannelMetricsAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean(ChannelTransport.class, this.server::transport)
		.withPropertyValues("management.endpoints.web.exposure.include=backpressure",
				"backpressure.channels.orders.transport=fake", "backpressure.channels.orders.buffer-size=4",
				"backpressure.channels.near.buffer-size=1");

	@Test
	void totalsAreShownBesideCountsOfThisInstance() {
		this.runner.run((other) -> this.runner.run((context) -> {
			orders(other).send("one");
			orders(other).send("two");
			orders(context).send("three");
			orders(context).receive();
			ChannelDetails details = details(context, "orders");
			assertThat(details.shared()).isEqualTo(new SharedChannel.Totals(3, 1, 0, 2, 0));
			assertThat(details.channel().sent()).isEqualTo(1);
			assertThat(details.channel().size()).isEqualTo(2);
			assertThat(details.channel().utilization()).isEqualTo(0.5);
			assertThat(details.settings().get("transport")).isNotNull().satisfies((setting) -> {
				assertThat(setting.value()).isEqualTo("fake");
				assertThat(setting.source()).isEqualTo(ChannelSetting.Source.CHANNEL);
			});
			assertThat(details(context, "near").shared()).isNull();
			assertThat(details(context, "near").settings().get("transport"))
				.isEqualTo(new ChannelSetting("memory", ChannelSetting.Source.BUILT_IN, null));
			assertThat(gauge(context, "buffer.size")).isEqualTo(2);
			assertThat(gauge(context, "buffer.utilization")).isEqualTo(0.5);
		}));
	}

	@Test
	void oneReadingServesAllMetersOfAScrape() {
		this.runner.withPropertyValues("backpressure.channels.other.transport=fake").run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			int meterCount = meters.find("backpressure.channel.sent").functionCounters().size();
			this.server.totals.set(0);
			meters.getMeters().forEach((meter) -> meter.measure().forEach((measurement) -> measurement.getValue()));
			assertThat(meterCount).isEqualTo(3);
			// the monitor also reads the totals; one reading per meter would exceed the
			// limit
			assertThat(this.server.totals.get()).isLessThan(10);
		});
	}

	@Test
	void unreachableTransportIsShownButNotLogged(CapturedOutput output) {
		this.runner.run((context) -> {
			orders(context).send("one");
			this.server.down = true;
			Awaitility.await().until(() -> health(context).getStatus().equals(Status.DOWN));
			String reason = "its transport cannot be reached: Channel 'orders': the server is down";
			assertThat(health(context).getDetails()).containsEntry("condition", condition(context))
				.containsEntry("capacity", 4)
				.doesNotContainKeys("size", "error");
			ChannelDetails details = details(context, "orders");
			assertThat(details.channel().condition().text()).isEqualTo(reason);
			assertThat(details.channel().condition().status()).isEqualTo("DOWN");
			assertThat(details.channel().sent()).isEqualTo(1);
			assertThat(details.shared()).isNull();
			assertThat(JsonMapper.shared().writeValueAsString(details))
				.contains("\"size\":null", "\"utilization\":null")
				.doesNotContain("NaN");
			assertThat(context.getBean(BackpressureEndpoint.class).channels().channels())
				.extracting(ChannelDescriptor::name)
				.containsExactly("near", "orders");
			Awaitility.await().until(() -> Double.isNaN(gauge(context, "buffer.utilization")));
			assertThat(gauge(context, "buffer.size")).isNaN();
			assertThat(gauge(context, "buffer.capacity")).isEqualTo(4);
			int failures = this.server.failures.get();
			Awaitility.await().until(() -> this.server.failures.get() > failures + 3);
			assertThat(output).doesNotContain("Failed to sample").doesNotContain("ChannelUnavailableException");
			this.server.down = false;
			Awaitility.await().until(() -> health(context).getStatus().equals(Status.UP));
			assertThat(details(context, "orders").channel().size()).isEqualTo(1);
		});
	}

	@Test
	void rejectionByReachableServerIsShownAsCondition() {
		this.runner.run((context) -> {
			this.server.refusal = "READONLY it is a replica";
			Awaitility.await().until(() -> health(context).getStatus().equals(Status.DOWN));
			String reason = "its transport rejects this instance: READONLY it is a replica";
			assertThat(health(context).getDetails()).containsEntry("condition", condition(context));
			assertThat(condition(context).text()).isEqualTo(reason);
			assertThat(health(context, "near").getStatus()).isEqualTo(Status.UP);
			this.server.refusal = null;
			Awaitility.await().until(() -> health(context).getStatus().equals(Status.UP));
		});
	}

	@Test
	void impossibleOperatorActionIsRejectedWithReason() {
		this.runner.run((context) -> {
			this.server.down = true;
			WebEndpointResponse<Object> response = context.getBean(BackpressureWebEndpointExtension.class)
				.act("orders", null, "purge", null, null, null);
			assertThat(response.getStatus()).isEqualTo(503);
			assertThat(response.getBody()).asString().contains("the server is down");
		});
	}

	private static ChannelCondition condition(ApplicationContext context) {
		return details(context, "orders").channel().condition();
	}

	private static Health health(ApplicationContext context) {
		return health(context, "orders");
	}

	private static Health health(ApplicationContext context, String channel) {
		return ((HealthIndicator) context.getBean(ChannelsHealthContributor.class).getContributor(channel))
			.health(true);
	}

	private static ChannelDetails details(ApplicationContext context, String channel) {
		return context.getBean(BackpressureEndpoint.class).channel(channel);
	}

	private static double gauge(ApplicationContext context, String name) {
		return context.getBean(MeterRegistry.class)
			.get("backpressure.channel." + name)
			.tag("channel", "orders")
			.gauge()
			.value();
	}

	@SuppressWarnings("unchecked") // no type is declared, so values may be any objects
	private static BackpressureChannel<Object> orders(ApplicationContext context) {
		return context.getBean("orders", BackpressureChannel.class);
	}

}
