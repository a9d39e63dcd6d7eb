package io.backpressure.channel.spring.autoconfigure.observation;

import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.observation.ObservedListeners;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the observations of listeners whose channel propagates context.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ChannelListenerAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ ChannelRegistry.class, ObservationRegistry.class })
public final class ChannelObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ObservedListeners observedChannelListeners(ObservationRegistry observations) {
		return new ObservedListeners(observations);
	}

}
