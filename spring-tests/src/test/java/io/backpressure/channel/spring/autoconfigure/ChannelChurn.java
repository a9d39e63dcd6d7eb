package io.backpressure.channel.spring.autoconfigure;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.actuate.BackpressureEndpoint;
import io.backpressure.channel.spring.autoconfigure.actuate.BackpressureEndpointAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.event.ChannelEventsAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.health.ChannelHealthContributorAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.metrics.ChannelMetricsAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.monitor.ChannelMonitorAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.observation.ChannelObservationAutoConfiguration;
import io.backpressure.channel.spring.event.ChannelEvent;
import io.backpressure.channel.spring.health.ChannelsHealthContributor;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerContainerFactory;
import io.backpressure.channel.spring.listener.ListenerOptions;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.monitor.ChannelMonitor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * Program that creates channels with listeners, closes the channels, and fails if any
 * resource of a channel remains. {@link ChannelChurnTests} runs the program in a separate
 * JVM with little memory. The arguments are {@code <channels> <features>...}: the number
 * of channels, and one number below {@link #SETS} for each set of features to run with.
 */
public final class ChannelChurn {

	private static final String[] MODES = { "each", "summary", "off" };

	private static final String[] FEATURES = { "test.meters=true", "test.events=true", "test.actuator=true",
			"backpressure.defaults.measure-buffer-wait=true", "backpressure.defaults.propagate-context=true",
			"backpressure.defaults.watermark.high=0.5", "backpressure.defaults.health.stalled-after=1m" };

	/** Features of which a hash selects some for each set. */
	private static final String[] FURTHER_FEATURES = { "test.prometheus=true", "test.observations=true",
			"test.async=true", "test.resize=true", "backpressure.defaults.tags.team=shop",
			"backpressure.defaults.max-age=1m", "backpressure.defaults.health.utilization-above=0.9 for 30s" };

	/** Number of sets of features. */
	static final int SETS = MODES.length << FEATURES.length;

	private final ConfigurableApplicationContext context;

	private final ChannelRegistry channels;

	private final ListenerRegistry listeners;

	private final ListenerContainerFactory factory;

	private final boolean async;

	private final boolean resize;

	private ChannelChurn(ConfigurableApplicationContext context) {
		this.context = context;
		this.channels = context.getBean(ChannelRegistry.class);
		this.listeners = context.getBean(ListenerRegistry.class);
		this.factory = context.getBean(ListenerContainerFactory.class);
		this.async = context.getEnvironment().containsProperty("test.async");
		this.resize = context.getEnvironment().containsProperty("test.resize");
	}

	public static void main(String[] args) throws Exception {
		int channels = Integer.parseInt(args[0]);
		for (int set = 1; set < args.length; set++) {
			List<String> properties = properties(Integer.parseInt(args[set]));
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class, Meters.class,
					Observations.class, Actuator.class, Events.class)
				.web(WebApplicationType.NONE)
				.logStartupInfo(false)
				.registerShutdownHook(false)
				.properties(properties.toArray(new String[0]))
				.run()) {
				new ChannelChurn(context).run(channels, properties);
			}
		}
		System.exit(0);
	}

	private static List<String> properties(int set) {
		List<String> properties = new ArrayList<>(
				List.of("spring.main.banner-mode=off", "spring.jmx.enabled=true", "logging.level.root=error",
						"management.endpoints.jmx.exposure.include=*", "backpressure.defaults.buffer-size=1000",
						"backpressure.events.summary-interval=1h", "spring.task.execution.pool.keep-alive=1s"));
		properties.addAll(features(set));
		return properties;
	}

	/**
	 * Return the mode of events and the features of a set. The sets have every
	 * combination of modes and {@link #FEATURES}. A hash selects
	 * {@link #FURTHER_FEATURES} for each combination. It selects all of them for the
	 * combination of mode {@code each} with all {@link #FEATURES}.
	 */
	static List<String> features(int set) {
		int mode = set % MODES.length;
		int absent = ~(set / MODES.length) & (1 << FEATURES.length) - 1;
		int furtherAbsent = (absent * 0x9E3779B1 + mode * 0x85EBCA6B) >>> 32 - FURTHER_FEATURES.length;
		List<String> features = new ArrayList<>(List.of("backpressure.events.mode=" + MODES[mode]));
		features.addAll(without(absent, FEATURES));
		features.addAll(without(furtherAbsent, FURTHER_FEATURES));
		return features;
	}

	private static List<String> without(int absent, String[] features) {
		return IntStream.range(0, features.length)
			.filter((feature) -> (absent & 1 << feature) == 0)
			.mapToObj((feature) -> features[feature])
			.toList();
	}

	private void run(int count, List<String> properties) throws Exception {
		String before = left();
		int threads = Thread.activeCount();
		for (int index = 0; index < count; index++) {
			channel("tenant-" + index % (count / 2), index);
		}
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (!Objects.equals(left(), before) || Thread.activeCount() > threads) {
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException("With " + properties + " there are " + left() + ", "
						+ Thread.activeCount() + " threads; before: " + before + ", " + threads + " threads");
			}
			System.gc();
			TimeUnit.MILLISECONDS.sleep(20);
		}
	}

	/** Create a channel, use it in one of twelve ways, and close it. */
	private void channel(String name, int index) throws Exception {
		BackpressureChannel<Integer> channel = this.channels.create(name, Integer.class,
				(builder) -> builder.strategy(BackpressureStrategy.DROP).maxBufferSize(this.resize ? 1500 : 1000));
		if (this.resize) {
			channel.resize(1200);
		}
		CompletableFuture<Integer> receive = this.async ? channel.receiveAsync() : null;
		ListenerContainer listener = (index % 2 == 0) ? this.factory.create(name, name, Integer.class, (value) -> {
		}, ListenerOptions.NONE) : this.factory.createBatch(name, name, Integer.class, (values) -> {
		}, ListenerOptions.NONE);
		int way = index / 2 % 6;
		if (way < 3) {
			listener.start();
		}
		channel.send(index);
		if (way == 1) {
			listener.stop();
		}
		if (way == 2 || way == 3) {
			this.listeners.remove(name);
		}
		if (way == 4) {
			channel.tryReceive();
		}
		if (receive != null) {
			channel.sendAsync(index).join();
			receive.cancel(false);
		}
		channel.close();
		channel.trySend(index);
	}

	/** Describe the resources that must be the same before and after a run. */
	private String left() throws Exception {
		long meters = this.context.getBeanProvider(MeterRegistry.class)
			.stream()
			.flatMap((registry) -> registry.getMeters().stream())
			.filter((meter) -> meter.getId().getTag("channel") != null)
			.count();
		long health = this.context.getBeanProvider(ChannelsHealthContributor.class)
			.stream()
			.mapToLong((contributor) -> contributor.stream().count())
			.sum();
		long listed = this.context.getBeanProvider(BackpressureEndpoint.class)
			.stream()
			.mapToLong((endpoint) -> endpoint.channels().channels().size())
			.sum();
		return this.channels.names().size() + " channels, " + this.listeners.ids().size() + " listeners, " + meters
				+ " meters, " + this.context.getBean(ChannelMonitor.class).watches().size() + " watches, " + health
				+ " health indicators, " + listed + " listed by the endpoint, "
				+ ManagementFactory.getPlatformMBeanServer().getMBeanCount() + " MBeans";
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TaskExecutionAutoConfiguration.class, ChannelAutoConfiguration.class,
			ChannelEventsAutoConfiguration.class, ChannelListenerAutoConfiguration.class,
			ChannelMonitorAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("test.meters")
	@ImportAutoConfiguration({ MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
			ChannelMetricsAutoConfiguration.class })
	static class Meters {

		@Bean
		MeterRegistry meterRegistry(Environment environment) {
			return environment.containsProperty("test.prometheus")
					? new PrometheusMeterRegistry(PrometheusConfig.DEFAULT) : new SimpleMeterRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("test.observations")
	@ImportAutoConfiguration({ ObservationAutoConfiguration.class, ChannelObservationAutoConfiguration.class })
	static class Observations {

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("test.actuator")
	@ImportAutoConfiguration({ JmxAutoConfiguration.class, EndpointAutoConfiguration.class,
			JmxEndpointAutoConfiguration.class, BackpressureEndpointAutoConfiguration.class,
			ChannelHealthContributorAutoConfiguration.class })
	static class Actuator {

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("test.events")
	static class Events {

		@EventListener
		void on(ChannelEvent event) {
		}

	}

}
