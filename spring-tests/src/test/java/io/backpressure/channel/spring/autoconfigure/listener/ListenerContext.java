package io.backpressure.channel.spring.autoconfigure.listener;

import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Application contexts with listeners.
 */
final class ListenerContext {

	private ListenerContext() {
	}

	/** Return a runner of contexts with channels of integers. */
	static ApplicationContextRunner with(String... channels) {
		ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class));
		for (String channel : channels) {
			runner = runner.withPropertyValues("backpressure.channels." + channel + ".type=java.lang.Integer");
		}
		return runner;
	}

}
