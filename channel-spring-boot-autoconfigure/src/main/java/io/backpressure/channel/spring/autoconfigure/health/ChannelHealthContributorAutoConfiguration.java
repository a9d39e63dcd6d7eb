package io.backpressure.channel.spring.autoconfigure.health;

import io.backpressure.channel.spring.autoconfigure.monitor.ChannelMonitorAutoConfiguration;
import io.backpressure.channel.spring.health.ChannelsHealthContributor;
import io.backpressure.channel.spring.monitor.ChannelMonitor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health of channels.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ChannelMonitorAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnEnabledHealthIndicator("backpressure")
@ConditionalOnBean(ChannelMonitor.class)
public final class ChannelHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "backpressureHealthIndicator", "backpressureHealthContributor" },
			search = SearchStrategy.CURRENT)
	ChannelsHealthContributor backpressureHealthContributor(ChannelMonitor monitor) {
		return new ChannelsHealthContributor(monitor);
	}

}
