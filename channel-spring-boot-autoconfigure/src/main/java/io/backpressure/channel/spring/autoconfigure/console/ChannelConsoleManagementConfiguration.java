package io.backpressure.channel.spring.autoconfigure.console;

import io.backpressure.channel.spring.console.ConsoleFiles;
import io.backpressure.channel.spring.console.ConsoleSettings;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Configuration that serves the console next to the endpoint if management uses a
 * separate port. The page and the endpoint then have the same origin, so no other origin
 * has to be allowed.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnClass(ConsoleFiles.class)
@ConditionalOnBean(ConsoleFiles.class)
@Import(ConsoleRouteConfiguration.class)
final class ChannelConsoleManagementConfiguration {

	/**
	 * Create the settings of the console on the management port. This bean hides the bean
	 * of the same name in the parent context, which has the settings of the console on
	 * the port of the application.
	 */
	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ConsoleSettings channelConsoleSettings(Environment environment) {
		return ConsoleSettingsFactory.forManagement(environment);
	}

}
