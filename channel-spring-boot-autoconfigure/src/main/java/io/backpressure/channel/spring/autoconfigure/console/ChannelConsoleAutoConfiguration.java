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
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Auto-configuration of the console at {@code /backpressure}, if it is enabled.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ChannelAutoConfiguration.class)
@ConditionalOnFlag("backpressure.console.enabled")
@ConditionalOnWebApplication
@ConditionalOnBean(ChannelRegistry.class)
public final class ChannelConsoleAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConsoleFiles.class)
	@Import(ConsoleRouteConfiguration.class)
	@ImportRuntimeHints(Hints.class)
	static class ConsoleConfiguration {

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

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("io.backpressure.channel.spring.console.ConsoleFiles")
	@Import(MissingConsole.class)
	static class MissingConsoleConfiguration {

	}

	/**
	 * Registrar that fails the start. A bean might be initialized lazily, and then could
	 * not fail the start.
	 */
	static class MissingConsole implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
			throw new MissingConsoleException();
		}

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
