package io.backpressure.channel.spring.autoconfigure;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.event.ChannelEventsAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.metrics.ChannelMetricsAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.monitor.ChannelMonitorAutoConfiguration;
import io.backpressure.channel.spring.event.ChannelEvent;
import io.backpressure.channel.spring.listener.ListenerContainerFactory;
import io.backpressure.channel.spring.listener.ListenerOptions;
import io.backpressure.channel.spring.monitor.ChannelMonitor;
import io.backpressure.channel.spring.monitor.ChannelWatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Garbage collection of closed channels and contexts.
 */
class RetentionTests {

	private static final MeterRegistry METERS = new SimpleMeterRegistry();

	private static final BackpressureChannel<Object> LONG_LIVED = longLived("long-lived");

	private static BackpressureChannel<Object> longLived(String name) {
		return BackpressureChannel.builder()
			.name(name)
			.bufferSize(1)
			.strategy(BackpressureStrategy.DROP)
			.measureBufferWait(true)
			.build();
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.registerShutdownHook(false)
			.properties("spring.main.banner-mode=off", "backpressure.channels.orders.watermark.high=0.5")
			.properties(properties)
			.run();
	}

	@ParameterizedTest
	@CsvSource({ "each, false", "each, true", "summary, false", "summary, true", "off, true" })
	void closedChannelIsCollected(String mode, boolean full) {
		try (ConfigurableApplicationContext context = start("backpressure.events.mode=" + mode,
				"backpressure.events.summary-interval=1h", "backpressure.defaults.measure-buffer-wait=true")) {
			awaitCollected(closed(context, full));
		}
	}

	private static WeakReference<?> closed(ConfigurableApplicationContext context, boolean full) {
		BackpressureChannel<Integer> channel = context.getBean(ChannelRegistry.class)
			.create("tenant", Integer.class, (builder) -> builder.bufferSize(1).strategy(BackpressureStrategy.DROP));
		if (full) {
			channel.trySend(1);
			channel.trySend(2);
		}
		channel.close();
		return new WeakReference<>(channel);
	}

	@Test
	void closedChannelIsListedWhileItHoldsValues() {
		try (ConfigurableApplicationContext context = start()) {
			ChannelMonitor monitor = context.getBean(ChannelMonitor.class);
			BackpressureChannel<Integer> channel = context.getBean(ChannelRegistry.class)
				.create("tenant", Integer.class, (builder) -> builder.bufferSize(1));
			channel.trySend(1);
			channel.close();
			System.gc();
			assertThat(monitor.find("tenant")).map(ChannelWatch::channel)
				.hasValueSatisfying((it) -> assertThat(it).isSameAs(channel));
			BackpressureChannel<Integer> next = context.getBean(ChannelRegistry.class)
				.create("tenant", Integer.class, (builder) -> builder.bufferSize(1));
			assertThat(monitor.find("tenant")).map(ChannelWatch::channel)
				.hasValueSatisfying((it) -> assertThat(it).isSameAs(next));
			assertThat(monitor.watches()).filteredOn((watch) -> watch.channel().name().equals("tenant")).hasSize(1);
			channel.tryReceive();
			next.close();
			Awaitility.await().until(() -> monitor.find("tenant").isEmpty());
		}
	}

	@Test
	void closedChannelsAreListedUpToALimit() {
		try (ConfigurableApplicationContext context = start()) {
			ChannelMonitor monitor = context.getBean(ChannelMonitor.class);
			List<BackpressureChannel<?>> inUse = new ArrayList<>();
			for (int index = 0; index < 150; index++) {
				BackpressureChannel<Integer> channel = context.getBean(ChannelRegistry.class)
					.create("tenant-" + index, Integer.class, (builder) -> builder.bufferSize(1));
				channel.trySend(1);
				channel.close();
				inUse.add(channel);
			}
			context.getBean("orders", BackpressureChannel.class).close();
			// 100 closed channels created in code, and two channel beans
			Awaitility.await().until(() -> monitor.watches().size() == 102);
			assertThat(monitor.find("tenant-49")).isEmpty();
			assertThat(monitor.find("tenant-50")).isPresent();
			assertThat(monitor.find("orders")).isPresent();
			assertThat(inUse).hasSize(150);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "each", "summary", "off" })
	void longLivedChannelRetainsNothingOfClosedContext(String mode) {
		awaitCollected(ended(mode));
		assertThat(METERS.getMeters()).extracting((meter) -> meter.getId().getName())
			.noneMatch((name) -> name.startsWith("backpressure"));
		assertThat(LONG_LIVED.isClosed()).isFalse();
	}

	@Test
	void createdChannelThatIsKeptRetainsNothingOfItsContext() {
		List<BackpressureChannel<?>> kept = new ArrayList<>();
		awaitCollected(ended(kept));
		assertThat(kept).hasSize(1).allMatch(BackpressureChannel::isClosed);
	}

	private static WeakReference<?> ended(List<BackpressureChannel<?>> kept) {
		ConfigurableApplicationContext context = start();
		BackpressureChannel<Object> created = context.getBean(ChannelRegistry.class)
			.create("created", Object.class, (builder) -> {
			});
		CompletableFuture<Object> received = created.receiveAsync();
		created.trySend("value");
		assertThat(received.join()).isEqualTo("value");
		kept.add(created);
		context.close();
		return new WeakReference<>(context);
	}

	private static WeakReference<?> ended(String mode) {
		ConfigurableApplicationContext context = start("backpressure.events.mode=" + mode);
		context.getBean(ChannelRegistry.class).get("long-lived");
		context.getBean(ListenerContainerFactory.class).create("long", "long-lived", Object.class, (value) -> {
		}, ListenerOptions.NONE).start();
		LONG_LIVED.trySend("value");
		context.close();
		return new WeakReference<>(context);
	}

	@Test
	void closedContextEndsItsMonitorThreads() {
		List<Thread> before = monitorThreads();
		List<WeakReference<?>> contexts = new ArrayList<>();
		for (int index = 0; index < 5; index++) {
			contexts.add(ended("each"));
		}
		contexts.forEach(RetentionTests::awaitCollected);
		Awaitility.await().until(() -> before.containsAll(monitorThreads()));
	}

	private static List<Thread> monitorThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("backpressure-monitor-"))
			.toList();
	}

	private static void awaitCollected(WeakReference<?> reference) {
		Awaitility.await().pollDelay(Duration.ZERO).until(() -> {
			System.gc();
			return reference.get() == null;
		});
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ChannelAutoConfiguration.class, ChannelEventsAutoConfiguration.class,
			ChannelListenerAutoConfiguration.class, ChannelMonitorAutoConfiguration.class,
			MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
			ChannelMetricsAutoConfiguration.class, TaskExecutionAutoConfiguration.class })
	static class Application {

		@Bean(destroyMethod = "")
		MeterRegistry meters() {
			return METERS;
		}

		@Bean(destroyMethod = "")
		BackpressureChannel<Object> longLived() {
			return LONG_LIVED;
		}

		@EventListener
		void on(ChannelEvent event) {
		}

	}

}
