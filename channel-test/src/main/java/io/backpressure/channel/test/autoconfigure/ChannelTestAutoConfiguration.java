package io.backpressure.channel.test.autoconfigure;

import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.test.ChannelEvents;
import io.backpressure.channel.test.ChannelProbe;
import io.backpressure.channel.test.ChannelTestKit;
import io.backpressure.channel.test.TestClock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/**
 * Auto-configuration of the test support for channels.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ChannelListenerAutoConfiguration.class)
public final class ChannelTestAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ChannelTestKit channelTestKit(ObjectProvider<ListenerMode> listeners) {
		return new ChannelTestKit(listeners.getIfAvailable() == ListenerMode.PAUSED);
	}

	@Bean
	@ConditionalOnMissingBean
	TestClock channelTestClock(ChannelTestKit kit) {
		return kit.clock();
	}

	@Bean
	@ConditionalOnMissingBean
	ChannelEvents channelTestEvents(ChannelTestKit kit) {
		return kit.events();
	}

	@Bean
	@ConditionalOnMissingBean
	ChannelProbe channelProbe(ChannelTestKit kit, ChannelRegistry channels, ListenerRegistry listeners) {
		return kit.probe(channels, listeners);
	}

}
