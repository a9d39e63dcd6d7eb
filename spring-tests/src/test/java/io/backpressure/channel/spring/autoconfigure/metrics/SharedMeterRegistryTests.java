package io.backpressure.channel.spring.autoconfigure.metrics;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several application contexts that share a meter registry, which may outlive them.
 */
class SharedMeterRegistryTests {

	private static @Nullable MeterRegistry shared;

	private static final BackpressureChannel<Object> LONG_LIVED = BackpressureChannel.builder()
		.name("long-lived")
		.bufferSize(10)
		.build();

	private final MeterRegistry meters = use(new LongLivedRegistry());

	private ConfigurableApplicationContext one = start();

	private final ConfigurableApplicationContext two = start();

	private static <M extends MeterRegistry> M use(M registry) {
		shared = registry;
		return registry;
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.registerShutdownHook(false)
			.properties("backpressure.channels.orders.type=java.lang.Integer",
					"backpressure.channels.orders.buffer-size=10",
					"backpressure.channels.orders.measure-buffer-wait=true",
					"backpressure.channels.handled.buffer-size=10", "spring.main.banner-mode=off")
			.properties(properties)
			.run();
	}

	@AfterEach
	void close() {
		this.one.close();
		this.two.close();
	}

	@Test
	void countsTimesAndSizesOfAllContextsAddUp() throws InterruptedException {
		BackpressureChannel<Integer> first = orders(this.one);
		BackpressureChannel<Integer> second = orders(this.two);
		for (int value = 0; value < 3; value++) {
			first.send(value);
		}
		second.send(1);
		second.receive();
		second.receiveBatch(1, Duration.ZERO);
		assertThat(count("sent")).isEqualTo(4);
		assertThat(count("received")).isEqualTo(1);
		assertThat(gauge("buffer.size")).isEqualTo(3);
		assertThat(gauge("buffer.capacity")).isEqualTo(20);
		assertThat(gauge("buffer.utilization")).isEqualTo(0.15);
		assertThat(this.meters.get("backpressure.channel.send.time").tag("channel", "orders").functionTimer().count())
			.isEqualTo(4);
		assertThat(this.meters.get("backpressure.channel.buffer.wait").timer().count()).isEqualTo(1);
		assertThat(this.meters.get("backpressure.channel.buffer.oldest.age").timeGauge().value()).isPositive();
		assertThat(this.meters.get("backpressure.channel.last.receive.time")
			.tag("channel", "orders")
			.timeGauge()
			.value(TimeUnit.MILLISECONDS)).isEqualTo(second.stats().lastReceiveTime().toEpochMilli());
	}

	@Test
	void closingOneContextKeepsMetersOfTheOther() throws InterruptedException {
		orders(this.one).send(1);
		orders(this.two).send(1);
		this.one.close();
		assertThat(count("sent")).isEqualTo(2);
		assertThat(gauge("buffer.size")).isEqualTo(1);
		assertThat(gauge("buffer.capacity")).isEqualTo(10);
		orders(this.two).send(2);
		assertThat(count("sent")).isEqualTo(3);
		this.one = start();
		orders(this.one).send(1);
		assertThat(count("sent")).isEqualTo(4);
	}

	@Test
	void closingLastContextRemovesAllMeters() {
		this.one.close();
		this.two.close();
		assertThat(this.meters.getMeters()).extracting((meter) -> meter.getId().getName())
			.noneMatch((name) -> name.startsWith("backpressure"));
	}

	@Test
	void listenersOfAllContextsAddUp() throws InterruptedException {
		channel(this.one, "handled").send("value");
		channel(this.two, "handled").send("value");
		channel(this.two, "handled").send("bad");
		Awaitility.await().until(() -> outcome("processed") == 2 && outcome("discarded") == 1);
		assertThat(this.meters.get("backpressure.listener").tag("result", "success").timer().count()).isEqualTo(2);
		assertThat(listenerGauge("concurrency.current")).isEqualTo(2);
		this.one.close();
		assertThat(outcome("processed")).isEqualTo(2);
		Awaitility.await().until(() -> listenerGauge("concurrency.current") == 1);
		channel(this.two, "handled").send("value");
		Awaitility.await().until(() -> outcome("processed") == 3);
	}

	@Test
	void nextContextCountsFromZero() throws InterruptedException {
		channel(this.one, "handled").send("value");
		Awaitility.await().until(() -> outcome("processed") == 1);
		this.one.close();
		this.two.close();
		this.one = start();
		assertThat(outcome("processed")).isZero();
		channel(this.one, "handled").send("value");
		Awaitility.await().until(() -> outcome("processed") == 1);
	}

	@Test
	void channelOfTwoContextsCountsOnce() throws InterruptedException {
		LONG_LIVED.send("value");
		double sent = LONG_LIVED.stats().sendCount();
		assertThat(count("sent", "long-lived")).isEqualTo(sent);
		this.one.close();
		assertThat(count("sent", "long-lived")).isEqualTo(sent);
		LONG_LIVED.receive();
	}

	@Test
	void metersMadeEqualByFiltersAddUp() throws InterruptedException {
		this.one.close();
		this.two.close();
		use(new LongLivedRegistry()).config().meterFilter(MeterFilter.ignoreTags("channel", "listener"));
		this.one = start();
		orders(this.one).send(1);
		channel(this.one, "handled").close();
		assertThat(shared.get("backpressure.channel.sent").functionCounter().count())
			.isEqualTo(1 + LONG_LIVED.stats().sendCount());
	}

	@Test
	void prometheusExportsBothContexts() throws InterruptedException {
		this.one.close();
		PrometheusMeterRegistry prometheus = use(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
		this.one = start();
		try (ConfigurableApplicationContext other = start()) {
			orders(this.one).send(1);
			orders(other).send(1);
			assertThat(prometheus.scrape())
				.contains("backpressure_channel_sent_messages_total{channel=\"orders\"} 2.0");
		}
		assertThat(prometheus.scrape()).contains("backpressure_channel_sent_messages_total{channel=\"orders\"} 2.0");
	}

	@Test
	void channelsWithOtherTagsHaveSeparateMeters() throws InterruptedException {
		try (ConfigurableApplicationContext other = start("backpressure.defaults.tags.team=shop")) {
			orders(other).send(1);
			assertThat(this.meters.get("backpressure.channel.sent")
				.tags("channel", "orders", "team", "shop")
				.functionCounter()
				.count()).isEqualTo(1);
		}
		assertThat(this.meters.find("backpressure.channel.sent").tag("team", "shop").meter()).isNull();
	}

	@Test
	void countersNeverDecreaseAcrossClosedChannels() throws InterruptedException {
		ChannelRegistry registry = this.one.getBean(ChannelRegistry.class);
		this.two.getBean(ChannelRegistry.class).create("tenant", Object.class, (builder) -> {
		});
		double last = 0;
		for (int round = 0; round < 200; round++) {
			BackpressureChannel<Object> tenant = registry.create("tenant", Object.class, (builder) -> {
			});
			tenant.send(round);
			double sent = count("sent", "tenant");
			assertThat(sent).isEqualTo(last + 1);
			tenant.close();
			assertThat(count("sent", "tenant")).isEqualTo(sent);
			last = sent;
		}
	}

	@Test
	void registryIsGarbageCollected() {
		WeakReference<MeterRegistry> registry = new WeakReference<>(use(new LongLivedRegistry()));
		start().close();
		shared = null;
		Awaitility.await().until(() -> {
			System.gc();
			return registry.get() == null;
		});
	}

	private double count(String name) {
		return count(name, "orders");
	}

	private double count(String name, String channel) {
		return this.meters.get("backpressure.channel." + name).tag("channel", channel).functionCounter().count();
	}

	private double gauge(String name) {
		return this.meters.get("backpressure.channel." + name).tag("channel", "orders").gauge().value();
	}

	private double listenerGauge(String name) {
		return this.meters.get("backpressure.listener." + name).gauge().value();
	}

	private double outcome(String outcome) {
		Meter meter = shared.find("backpressure.listener.values").tag("outcome", outcome).meter();
		return ((FunctionCounter) meter).count();
	}

	@SuppressWarnings("unchecked")
	private static BackpressureChannel<Integer> orders(ConfigurableApplicationContext context) {
		return context.getBean("orders", BackpressureChannel.class);
	}

	@SuppressWarnings("unchecked")
	private static BackpressureChannel<Object> channel(ConfigurableApplicationContext context, String name) {
		return context.getBean(name, BackpressureChannel.class);
	}

	/** Meter registry that Spring Boot cannot close together with a context. */
	static class LongLivedRegistry extends SimpleMeterRegistry {

		@Override
		public void close() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class,
			MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
			ChannelMetricsAutoConfiguration.class })
	static class Application {

		@Bean(destroyMethod = "")
		MeterRegistry sharedMeterRegistry() {
			return shared;
		}

		@Bean(destroyMethod = "")
		BackpressureChannel<Object> longLived() {
			return LONG_LIVED;
		}

		@ChannelListener("handled")
		void handle(Object value) {
			if (value.equals("bad")) {
				throw new IllegalStateException("on purpose");
			}
		}

	}

}
