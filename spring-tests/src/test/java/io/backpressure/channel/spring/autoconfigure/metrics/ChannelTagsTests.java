package io.backpressure.channel.spring.autoconfigure.metrics;

import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.metrics.ChannelTags;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tags with arbitrary keys, set by a {@link ChannelTags} bean.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChannelTagsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				ChannelMetricsAutoConfiguration.class))
		.withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
		.withBean(Handler.class)
		.withPropertyValues("backpressure.defaults.measure-buffer-wait=true",
				"backpressure.channels.orders.type=java.lang.Object");

	@ParameterizedTest
	@CsvSource({ "a-b, a_b", "a-b, a.b", "ä, ü", "1a, 2a", "team, channel", "team, listener", "team, le",
			"team, quantile", "team, result", "team, exception", "team, outcome", "__a, _a" })
	void clashingKeyIsLeftOutAndReportedOncePerKindOfMeter(String first, String second, CapturedOutput output) {
		ChannelTags tags = (channel) -> Tags.of(first, "1").and(second, "2");
		this.runner.withBean(ChannelTags.class, () -> tags).run((context) -> {
			context.getBean(ChannelRegistry.class).create("later", Object.class, (builder) -> {
			});
			context.getBean(ChannelRegistry.class).get("orders", Object.class).send("value");
			assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
				.contains("backpressure_channel_sent_messages_total{", "channel=\"orders\"", "channel=\"later\"",
						"listener=\"handler\"", "=\"1\"")
				.doesNotContain("=\"2\"");
			// once by the meters of channels and once by those of listeners
			assertThat(output.getOut().lines().filter((line) -> line.contains("is left out of its meters"))).hasSize(2);
		});
	}

	@Test
	void channelsMayHaveDifferentKeys() {
		assumeThat(SpringBootVersion.getVersion())
			.as("Micrometer 1.16 exports only meters with the same keys as the first one")
			.doesNotStartWith("4.0.");
		ChannelTags tags = (channel) -> channel.equals("orders") ? Tags.of("team", "desk") : Tags.empty();
		this.runner.withBean(ChannelTags.class, () -> tags).run((context) -> {
			context.getBean(ChannelRegistry.class).create("later", Object.class, (builder) -> {
			});
			assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
				.contains("backpressure_channel_sent_messages_total{channel=\"orders\",team=\"desk\"}")
				.contains("backpressure_channel_sent_messages_total{channel=\"later\"}");
		});
	}

	static class Handler {

		@ChannelListener(id = "handler", channel = "orders")
		void handle(Object value) {
		}

	}

}
