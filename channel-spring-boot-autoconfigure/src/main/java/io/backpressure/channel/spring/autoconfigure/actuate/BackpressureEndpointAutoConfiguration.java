package io.backpressure.channel.spring.autoconfigure.actuate;

import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.actuate.BackpressureEndpoint;
import io.backpressure.channel.spring.actuate.BackpressureWebEndpointExtension;
import io.backpressure.channel.spring.actuate.ChannelSettingsSource;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.monitor.ChannelMonitorAutoConfiguration;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.monitor.ChannelMonitor;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the actuator endpoint for channels.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { ChannelMonitorAutoConfiguration.class, ChannelListenerAutoConfiguration.class })
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(BackpressureEndpoint.class)
@ConditionalOnBean({ ChannelMonitor.class, ListenerRegistry.class })
public final class BackpressureEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ChannelSettingsSource channelSettingsSource(ChannelProperties properties, Environment environment) {
		return new PropertiesSettingsSource(properties, environment);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	BackpressureEndpoint backpressureEndpoint(ChannelMonitor monitor, ChannelRegistry channels,
			ListenerRegistry listeners, ChannelSettingsSource settings) {
		return new BackpressureEndpoint(monitor, channels, listeners, settings);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	BackpressureWebEndpointExtension backpressureWebEndpointExtension(BackpressureEndpoint endpoint) {
		return new BackpressureWebEndpointExtension(endpoint);
	}

}
