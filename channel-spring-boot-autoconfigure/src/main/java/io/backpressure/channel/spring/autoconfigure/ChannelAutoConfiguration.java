package io.backpressure.channel.spring.autoconfigure;

import java.time.Duration;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelBeanPostProcessor;
import io.backpressure.channel.spring.ChannelBuilderCustomizer;
import io.backpressure.channel.spring.ChannelBuilderFactory;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.ChannelTransport;
import io.backpressure.channel.spring.DefaultChannelRegistry;
import io.backpressure.channel.spring.lifecycle.ClosingStep;
import io.backpressure.channel.spring.lifecycle.ContextChannels;
import io.backpressure.channel.spring.lifecycle.DestructionGuard;
import io.backpressure.channel.spring.lifecycle.StartupWatch;
import io.backpressure.channel.spring.listener.ListenerOptions;
import io.backpressure.channel.spring.support.TimeSource;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of channels.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(BackpressureChannel.class)
@ConditionalOnFlag(value = "backpressure.enabled", matchIfMissing = true)
@Import(ChannelBeanRegistrar.class)
@ImportRuntimeHints(ChannelAutoConfiguration.Hints.class)
public final class ChannelAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ChannelProperties channelProperties(Environment environment) {
		return ChannelProperties.of(environment);
	}

	@Bean
	@ConditionalOnMissingBean(value = ChannelBuilderFactory.class, search = SearchStrategy.CURRENT)
	PropertiesChannelFactory channelBuilderFactory(ChannelProperties properties,
			ObjectProvider<ChannelBuilderCustomizer> customizers, ObjectProvider<ContextPropagation> propagation,
			ObjectProvider<ChannelTransport> transports, Environment environment, BeanFactory beanFactory) {
		return new PropertiesChannelFactory(properties, customizers, propagation, transports, environment,
				new ApplicationExecutor(beanFactory));
	}

	@Bean
	@ConditionalOnMissingBean(value = ChannelRegistry.class, search = SearchStrategy.CURRENT)
	DefaultChannelRegistry channelRegistry(ChannelBuilderFactory builders,
			ConfigurableListableBeanFactory beanFactory) {
		return new DefaultChannelRegistry(builders, beanFactory);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	static ChannelBeanPostProcessor channelBeanPostProcessor(ObjectProvider<DefaultChannelRegistry> registry) {
		return new ChannelBeanPostProcessor(registry);
	}

	/**
	 * Exclude channels from lazy initialization. A channel costs little, and its meters
	 * and events need its instance.
	 */
	@Bean
	@ConditionalOnMissingBean(name = "channelLazyInitializationExcludeFilter", search = SearchStrategy.CURRENT)
	static LazyInitializationExcludeFilter channelLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(BackpressureChannel.class);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ContextChannels contextChannels(ConfigurableListableBeanFactory beanFactory) {
		return new ContextChannels(beanFactory);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	static DestructionGuard channelDestructionGuard(ConfigurableListableBeanFactory beanFactory,
			ContextChannels channels) {
		return new DestructionGuard(beanFactory, channels);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	StartupWatch channelStartupWatch(ApplicationContext context, ListableBeanFactory beanFactory) {
		return new StartupWatch(context, Duration.ofSeconds(5), TimeSource.of(beanFactory));
	}

	@Bean
	@ConditionalOnMissingBean(name = "channelClosing", search = SearchStrategy.CURRENT)
	ClosingStep channelClosing(ContextChannels channels, ConfigurableApplicationContext context) {
		return new ClosingStep(ContextChannels.CLOSE_PHASE, context, channels::close);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ContextSnapshotFactory.class)
	static class PropagationConfiguration {

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		@SuppressWarnings("rawtypes") // matches accessors of every value type
		ContextPropagation channelContextPropagation(ObjectProvider<ContextSnapshotFactory> snapshots,
				ObjectProvider<ThreadLocalAccessor> accessors) {
			return new ContextPropagation(snapshots, accessors);
		}

	}

	static class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			BindableRuntimeHintsRegistrar
				.forTypes(ChannelProperties.class, ChannelProperties.Channel.class, ListenerOptions.class)
				.registerHints(hints, classLoader);
			hints.resources().registerPattern(Transports.ARTIFACTS_LOCATION);
		}

	}

}
