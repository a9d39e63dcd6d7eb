package io.backpressure.channel.benchmarks.operating;

import java.util.Map;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.actuate.BackpressureEndpoint;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.actuate.BackpressureEndpointAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.event.ChannelEventsAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.metrics.ChannelMetricsAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.monitor.ChannelMonitorAutoConfiguration;
import io.backpressure.channel.spring.metrics.ChannelMeters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Application context with channels, events, listeners, monitor, meters and endpoint,
 * without a web server.
 */
public final class Application implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	/**
	 * Start the application.
	 * @param properties the properties
	 */
	public Application(Map<String, Object> properties) {
		this.context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("benchmark", properties));
		this.context.registerBean(PrometheusMeterRegistry.class, () -> this.registry);
		this.context.register(ChannelAutoConfiguration.class, ChannelEventsAutoConfiguration.class,
				ChannelListenerAutoConfiguration.class, ChannelMonitorAutoConfiguration.class,
				ChannelMetricsAutoConfiguration.class, BackpressureEndpointAutoConfiguration.class);
		this.context.refresh();
		this.context.getBean(ChannelMeters.class).bindTo(this.registry);
	}

	/**
	 * Return a channel.
	 * @param name the name of the channel
	 * @return the channel
	 */
	@SuppressWarnings("unchecked") // benchmarks only use channels of Integer
	public BackpressureChannel<Integer> channel(String name) {
		return (BackpressureChannel<Integer>) this.context.getBean(name);
	}

	/**
	 * Return the registry of the meters.
	 * @return the registry
	 */
	public PrometheusMeterRegistry registry() {
		return this.registry;
	}

	/**
	 * Return the endpoint. The properties of the application must expose it.
	 * @return the endpoint
	 */
	public BackpressureEndpoint endpoint() {
		return this.context.getBean(BackpressureEndpoint.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
