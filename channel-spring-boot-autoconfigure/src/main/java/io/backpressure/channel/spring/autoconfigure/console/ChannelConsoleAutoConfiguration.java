package io.backpressure.channel.spring.autoconfigure.console;

import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties;
import io.backpressure.channel.spring.autoconfigure.ConditionalOnFlag;
import io.backpressure.channel.spring.console.ConsoleFiles;
import io.backpressure.channel.spring.console.ConsoleSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Auto-configuration of the console at {@code /backpressure}, where it is enabled.
 */
@AutoConfiguration(after = ChannelAutoConfiguration.class)
@ConditionalOnFlag("backpressure.console.enabled")
@ConditionalOnWebApplication
@ConditionalOnBean(ChannelRegistry.class)
@Import(ConsoleRouteConfiguration.class)
@ImportRuntimeHints(ChannelConsoleAutoConfiguration.Hints.class)
public final class ChannelConsoleAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ConsoleFiles channelConsoleFiles(ResourceLoader loader) {
		return new ConsoleFiles(loader.getClassLoader());
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ConsoleSettings channelConsoleSettings(Environment environment, ChannelProperties properties) {
		return ConsoleSettingsFactory.forApplication(environment, properties.console());
	}

	static class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			for (String extension : new String[] { "html", "css", "js", "svg" }) {
				hints.resources().registerPattern("io/backpressure/channel/spring/console/*." + extension);
			}
			hints.resources().registerPattern("META-INF/resources/webjars/uplot/**");
		}

	}

}
