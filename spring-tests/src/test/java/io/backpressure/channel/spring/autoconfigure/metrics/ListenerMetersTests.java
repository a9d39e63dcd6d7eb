package io.backpressure.channel.spring.autoconfigure.metrics;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Meters of listeners.
 */
class ListenerMetersTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class,
				ChannelMetricsAutoConfiguration.class))
		.withPropertyValues("backpressure.channels.orders.type=java.lang.Integer")
		.withBean(Picky.class);

	@Test
	void everyListenerMeterExistsFromTheStart() {
		this.runner.withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
			.run((context) -> {
				String scrape = context.getBean(PrometheusMeterRegistry.class).scrape();
				String tags = "channel=\"orders\",listener=\"picky\"";
				assertThat(scrape).contains(
						"backpressure_listener_seconds_count{channel=\"orders\",exception=\"none\",listener=\"picky\",result=\"success\"} 0")
					.contains("result=\"failure\"} 0")
					.contains("backpressure_listener_concurrency_active{" + tags + "} 0.0")
					.contains("backpressure_listener_concurrency_current{" + tags + "} 2.0")
					.contains("backpressure_listener_concurrency_configured{" + tags + "} 3.0")
					.contains("backpressure_listener_values_messages_total{" + tags + ",outcome=\"processed\"} 0.0")
					.contains("backpressure_listener_values_messages_total{" + tags + ",outcome=\"recovered\"} 0.0")
					.contains("backpressure_listener_values_messages_total{" + tags + ",outcome=\"dead-lettered\"} 0.0")
					.contains("backpressure_listener_values_messages_total{" + tags + ",outcome=\"discarded\"} 0.0");
			});
	}

	@Test
	void callsAreTimedByTheirResultAndException() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			Picky picky = context.getBean(Picky.class);
			BackpressureChannel<Integer> orders = context.getBean(ChannelRegistry.class).get("orders", Integer.class);
			orders.send(1);
			orders.send(13);
			Awaitility.await().until(() -> meters.get("backpressure.listener.concurrency.active").gauge().value() == 1);
			picky.release.countDown();
			Awaitility.await()
				.until(() -> meters.get("backpressure.listener.values")
					.tag("outcome", "discarded")
					.functionCounter()
					.count() == 1);
			Awaitility.await()
				.until(() -> meters.get("backpressure.listener").tag("result", "success").timer().count() == 1);
			assertThat(meters.get("backpressure.listener")
				.tags("result", "failure", "exception", "IllegalStateException")
				.timer()
				.count()).isEqualTo(1);
			assertThat(meters.get("backpressure.listener")
				.tag("result", "success")
				.timer()
				.totalTime(TimeUnit.NANOSECONDS)).isPositive();
			assertThat(meters.get("backpressure.listener.concurrency.active").gauge().value()).isZero();
		});
	}

	@Test
	void listenersWorkWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class)).run((context) -> {
			context.getBean(Picky.class).release.countDown();
			BackpressureChannel<Integer> orders = context.getBean(ChannelRegistry.class).get("orders", Integer.class);
			orders.send(1);
			Awaitility.await().until(() -> orders.size() == 0);
		});
	}

	static class Picky {

		final CountDownLatch release = new CountDownLatch(1);

		@ChannelListener(id = "picky", channel = "orders", concurrency = "2-3")
		void handle(Integer value) throws InterruptedException {
			if (value == 13) {
				throw new IllegalStateException("no");
			}
			this.release.await();
		}

	}

}
