package io.backpressure.channel.spring.autoconfigure.metrics;

import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties;
import io.backpressure.channel.spring.metrics.ChannelMeters;
import io.backpressure.channel.spring.metrics.ChannelTags;
import io.backpressure.channel.spring.metrics.ListenerMeters;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters of channels and of their listeners.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ChannelAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ ChannelRegistry.class, MeterRegistry.class })
public final class ChannelMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ChannelTags channelTags(ChannelProperties properties) {
		return new PropertiesChannelTags(properties);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ChannelMeters channelMeters(ChannelTags tags) {
		return new ChannelMeters(tags);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ListenerMeters channelListenerMeters(MeterRegistry registry, ChannelTags tags) {
		return new ListenerMeters(registry, tags);
	}

}
