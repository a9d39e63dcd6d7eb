package io.backpressure.channel.spring.autoconfigure.event;

import java.time.Duration;

import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Events;
import io.backpressure.channel.spring.autoconfigure.ConditionalOnFlag;
import io.backpressure.channel.spring.event.ChannelEventPublisher;
import io.backpressure.channel.spring.event.SummaryEventPublisher;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of events about channels.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ChannelAutoConfiguration.class)
@ConditionalOnFlag(value = "backpressure.enabled", matchIfMissing = true)
public final class ChannelEventsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnEventsMode(Events.Mode.EACH)
	ChannelEventPublisher channelEventPublisher(ApplicationContext context) {
		return new ChannelEventPublisher(context);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnEventsMode(Events.Mode.SUMMARY)
	SummaryEventPublisher channelSummaryEventPublisher(ApplicationContext context, ChannelProperties properties) {
		Duration interval = properties.events().summaryInterval();
		return new SummaryEventPublisher(context, interval);
	}

}
