package io.backpressure.channel.spring.autoconfigure.monitor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.event.ChannelEventsAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.event.ChannelEvent;
import io.backpressure.channel.spring.event.ChannelHighWatermarkEvent;
import io.backpressure.channel.spring.event.ChannelLowWatermarkEvent;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.monitor.ChannelMonitor;
import io.backpressure.channel.spring.monitor.ChannelWatch;
import io.backpressure.channel.spring.monitor.RecentEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Monitor of an application: watermark events, recorded failures, and stop and restart.
 */
class ChannelMonitorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelEventsAutoConfiguration.class,
				ChannelListenerAutoConfiguration.class, ChannelMonitorAutoConfiguration.class))
		.withPropertyValues("backpressure.events.mode=off", "backpressure.channels.orders.buffer-size=4",
				"backpressure.channels.orders.watermark.high=0.75", "backpressure.channels.failing.buffer-size=4");

	@Test
	void watermarkEventsArePublishedOnBackgroundThread() {
		this.runner.withUserConfiguration(Listener.class).run((context) -> {
			Listener listener = context.getBean(Listener.class);
			BackpressureChannel<Object> orders = channel(context, "orders");
			for (int value = 0; value < 3; value++) {
				orders.trySend(value);
			}
			Awaitility.await().until(() -> listener.events.size() == 1);
			// half full is not low: the default low watermark is half of the high one
			orders.receive();
			orders.receive();
			Awaitility.await().until(() -> listener.events.size() == 2);
			assertThat(listener.events.get(0)).isInstanceOfSatisfying(ChannelHighWatermarkEvent.class, (event) -> {
				assertThat(event.getChannelName()).isEqualTo("orders");
				assertThat(event.getUtilization()).isEqualTo(0.75);
			});
			assertThat(listener.events.get(1)).isInstanceOfSatisfying(ChannelLowWatermarkEvent.class,
					(event) -> assertThat(event.getUtilization()).isEqualTo(0.25));
			assertThat(listener.threads).allMatch((thread) -> thread.startsWith("backpressure-monitor-"));
		});
	}

	@Test
	void listenerFailuresAreRecorded() {
		this.runner.withUserConfiguration(Failing.class).run((context) -> {
			channel(context, "failing").send("a secret");
			channel(context, "failing").send("a secret");
			ChannelWatch watch = context.getBean(ChannelMonitor.class).find("failing").orElseThrow();
			Awaitility.await().until(() -> watch.events().get(0).count() == 2);
			assertThat(watch.events()).extracting(RecentEvent::kind, RecentEvent::detail)
				.hasToString(
						"[(LISTENER_FAILED, \"listener breaking: IllegalStateException, discarded\"), (OPENED, null)]");
		});
	}

	@Test
	void monitorStopsAndRestartsWithContext() {
		this.runner.run((context) -> {
			ChannelMonitor monitor = context.getBean(ChannelMonitor.class);
			assertThat(monitor.isRunning()).isTrue();
			Awaitility.await().until(() -> !threads().isEmpty());
			int before = threads().size();
			context.stop();
			assertThat(monitor.isRunning()).isFalse();
			Awaitility.await().until(() -> threads().size() < before);
			context.start();
			Awaitility.await().until(() -> {
				channel(context, "orders").trySend("value");
				channel(context, "orders").tryReceive();
				return monitor.find("orders").orElseThrow().rates().sent() > 0;
			});
		});
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Thread::isAlive)
			.map(Thread::getName)
			.filter((name) -> name.startsWith("backpressure-monitor-"))
			.toList();
	}

	@SuppressWarnings("unchecked")
	private static BackpressureChannel<Object> channel(ApplicationContext context, String name) {
		return context.getBean(name, BackpressureChannel.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Listener {

		private final List<ChannelEvent> events = new CopyOnWriteArrayList<>();

		private final List<String> threads = new CopyOnWriteArrayList<>();

		@EventListener
		void on(ChannelEvent event) {
			this.threads.add(Thread.currentThread().getName());
			this.events.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@ChannelListener(id = "breaking", channel = "failing")
		void fail(Object value) {
			throw new IllegalStateException("on purpose, with " + value);
		}

	}

}
