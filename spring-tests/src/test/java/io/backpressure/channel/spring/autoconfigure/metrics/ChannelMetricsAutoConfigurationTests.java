package io.backpressure.channel.spring.autoconfigure.metrics;

import java.util.List;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.metrics.ChannelMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Meters for the statistics of channels.
 */
class ChannelMetricsAutoConfigurationTests {

	private static final List<String> SAMPLES = List.of("backpressure_channel_sent_messages_total",
			"backpressure_channel_received_messages_total", "backpressure_channel_dropped_messages_total",
			"backpressure_channel_purged_messages_total", "backpressure_channel_sends_blocked_operations_total",
			"backpressure_channel_send_time_seconds_count", "backpressure_channel_send_time_seconds_sum",
			"backpressure_channel_receive_time_seconds_count", "backpressure_channel_receive_time_seconds_sum",
			"backpressure_channel_buffer_utilization", "backpressure_channel_buffer_size_messages",
			"backpressure_channel_buffer_capacity_messages", "backpressure_channel_last_send_time_seconds",
			"backpressure_channel_last_receive_time_seconds", "backpressure_channel_sends_failed_operations_total",
			"backpressure_channel_senders_waiting_threads", "backpressure_channel_receivers_waiting_threads");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, ChannelMetricsAutoConfiguration.class))
		.withPropertyValues("backpressure.channels.orders.buffer-size=4", "backpressure.channels.orders.strategy=drop");

	@Test
	void everyMeterExistsFromFirstScrape() {
		this.runner.withUserConfiguration(Prometheus.class, OwnChannel.class).run((context) -> {
			String scrape = context.getBean(PrometheusMeterRegistry.class).scrape();
			for (String channel : List.of("orders", "mine")) {
				assertThat(SAMPLES)
					.allSatisfy((sample) -> assertThat(scrape).contains(sample + "{channel=\"" + channel + "\"}"));
			}
			assertThat(samples(scrape, "orders")).hasSameSizeAs(SAMPLES);
			assertThat(scrape.lines().filter((line) -> line.contains("NaN")))
				.allMatch((line) -> line.startsWith("backpressure_channel_last_"));
		});
	}

	@Test
	void metersAreExact() {
		this.runner.withUserConfiguration(Prometheus.class).run((context) -> {
			@SuppressWarnings("unchecked")
			BackpressureChannel<Object> orders = context.getBean("orders", BackpressureChannel.class);
			for (int value = 0; value < 6; value++) {
				orders.trySend(value);
			}
			orders.tryReceive();
			orders.receiveBatch(2, java.time.Duration.ZERO);
			String scrape = context.getBean(PrometheusMeterRegistry.class).scrape();
			assertThat(scrape).contains("backpressure_channel_sent_messages_total{channel=\"orders\"} 4.0")
				.contains("backpressure_channel_received_messages_total{channel=\"orders\"} 3.0")
				.contains("backpressure_channel_dropped_messages_total{channel=\"orders\"} 2.0")
				.contains("backpressure_channel_send_time_seconds_count{channel=\"orders\"} 4")
				.contains("backpressure_channel_receive_time_seconds_count{channel=\"orders\"} 2")
				.contains("backpressure_channel_buffer_size_messages{channel=\"orders\"} 1.0")
				.contains("backpressure_channel_buffer_capacity_messages{channel=\"orders\"} 4.0")
				.contains("backpressure_channel_buffer_utilization{channel=\"orders\"} 0.25")
				.doesNotContain("NaN");
			double lastSend = Double.parseDouble(scrape.lines()
				.filter((line) -> line.startsWith("backpressure_channel_last_send_time_seconds{"))
				.findFirst()
				.orElseThrow()
				.split(" ")[1]);
			assertThat(lastSend).isBetween(System.currentTimeMillis() / 1000.0 - 60,
					System.currentTimeMillis() / 1000.0 + 1);
		});
	}

	@Test
	void bufferWaitIsRecordedIfMeasured() {
		this.runner.withUserConfiguration(Prometheus.class)
			.withPropertyValues("backpressure.channels.quick.measure-buffer-wait=true")
			.run((context) -> {
				PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
				assertThat(registry.scrape())
					.contains("backpressure_channel_buffer_oldest_age_seconds{channel=\"quick\"} 0.0")
					.contains("backpressure_channel_buffer_wait_seconds_count{channel=\"quick\"} 0")
					.doesNotContain("backpressure_channel_buffer_wait_seconds_count{channel=\"orders\"}")
					.doesNotContain("backpressure_channel_buffer_oldest_age_seconds{channel=\"orders\"}");
				@SuppressWarnings("unchecked")
				BackpressureChannel<Object> quick = context.getBean("quick", BackpressureChannel.class);
				quick.send("first");
				quick.send("second");
				quick.receive();
				String scrape = registry.scrape();
				assertThat(scrape).contains("backpressure_channel_buffer_wait_seconds_count{channel=\"quick\"} 1")
					.contains("backpressure_channel_buffer_wait_seconds_bucket{channel=\"quick\",le=\"60.0\"} 1")
					.doesNotContain("backpressure_channel_buffer_oldest_age_seconds{channel=\"quick\"} 0.0\n");
				quick.close();
				assertThat(registry.scrape()).doesNotContain("quick");
			});
	}

	@Test
	void tagsOfPropertiesAreOnAllMeters() {
		this.runner.withUserConfiguration(Prometheus.class, OwnChannel.class)
			.withPropertyValues("backpressure.defaults.tags.team=shop", "backpressure.channels.orders.tags.team=desk",
					"backpressure.channels.orders.tags.tier=gold")
			.run((context) -> {
				String scrape = context.getBean(PrometheusMeterRegistry.class).scrape();
				for (String tags : List.of("{channel=\"orders\",team=\"desk\",tier=\"gold\"}",
						"{channel=\"mine\",team=\"shop\",tier=\"none\"}")) {
					assertThat(SAMPLES).allSatisfy((sample) -> assertThat(scrape).contains(sample + tags));
				}
			});
	}

	@Test
	void waitingThreadsAndFailedSendsAreMetered() {
		this.runner.withUserConfiguration(Prometheus.class)
			.withPropertyValues("backpressure.channels.full.buffer-size=1", "backpressure.channels.full.strategy=error")
			.run((context) -> {
				@SuppressWarnings("unchecked")
				BackpressureChannel<Object> full = context.getBean("full", BackpressureChannel.class);
				full.trySend("kept");
				full.trySend("rejected");
				BackpressureChannel<?> orders = context.getBean("orders", BackpressureChannel.class);
				Thread receiver = new Thread(() -> Assertions.assertThatException().isThrownBy(orders::receive));
				receiver.start();
				Awaitility.await().until(() -> orders.waitingReceivers() == 1);
				assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
					.contains("backpressure_channel_sends_failed_operations_total{channel=\"full\"} 1.0")
					.contains("backpressure_channel_receivers_waiting_threads{channel=\"orders\"} 1.0")
					.contains("backpressure_channel_senders_waiting_threads{channel=\"orders\"} 0.0");
				receiver.interrupt();
				receiver.join();
			});
	}

	@Test
	void createdChannelIsMeteredUntilClosed() {
		this.runner.withUserConfiguration(Prometheus.class).run((context) -> {
			PrometheusMeterRegistry meters = context.getBean(PrometheusMeterRegistry.class);
			BackpressureChannel<Integer> late = context.getBean(ChannelRegistry.class)
				.create("late", Integer.class, (builder) -> {
				});
			assertThat(samples(meters.scrape(), "late")).hasSameSizeAs(SAMPLES);
			late.close();
			context.getBean("orders", BackpressureChannel.class).close();
			assertThat(meters.scrape()).doesNotContain("backpressure_channel");
		});
	}

	@Test
	void everyRegistryIsBound() {
		this.runner.withUserConfiguration(Prometheus.class, Simple.class)
			.run((context) -> assertThat(context.getBeansOfType(MeterRegistry.class).values())
				.allSatisfy((registry) -> assertThat(registry.find("backpressure.channel.sent").functionCounter())
					.isNotNull()));
	}

	@Test
	void autoConfigurationBacksOffWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("orders").doesNotHaveBean("channelMeters"));
	}

	@Test
	void autoConfigurationBacksOffWithoutMeterRegistry() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelMetricsAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChannelMeters.class));
	}

	private static Stream<String> samples(String scrape, String channel) {
		return scrape.lines().filter((line) -> line.contains("{channel=\"" + channel + "\"}"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Prometheus {

		@Bean
		PrometheusMeterRegistry prometheusMeterRegistry() {
			return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Simple {

		@Bean
		SimpleMeterRegistry simpleMeterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChannel {

		@Bean
		BackpressureChannel<Integer> own() {
			return BackpressureChannel.<Integer>builder().name("mine").bufferSize(4).build();
		}

	}

}
