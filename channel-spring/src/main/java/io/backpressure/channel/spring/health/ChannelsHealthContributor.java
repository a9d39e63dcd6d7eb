package io.backpressure.channel.spring.health;

import java.util.stream.Stream;

import io.backpressure.channel.spring.monitor.ChannelMonitor;
import io.backpressure.channel.spring.monitor.ChannelWatch;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;

/**
 * Health of all channels of an application context by name, including channels that are
 * created later.
 *
 * @since 0.1.0
 */
public class ChannelsHealthContributor implements CompositeHealthContributor {

	private final ChannelMonitor monitor;

	/**
	 * Create the contributor.
	 * @param monitor the monitor of the channels
	 */
	public ChannelsHealthContributor(ChannelMonitor monitor) {
		this.monitor = monitor;
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return this.monitor.find(name).map(ChannelHealthIndicator::new).orElse(null);
	}

	@Override
	public Stream<Entry> stream() {
		return this.monitor.watches().stream().map(ChannelsHealthContributor::entry);
	}

	private static Entry entry(ChannelWatch watch) {
		return new Entry(watch.channel().name(), new ChannelHealthIndicator(watch));
	}

}
