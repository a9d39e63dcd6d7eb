package io.backpressure.channel.spring.autoconfigure.listener;

import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties;
import io.backpressure.channel.spring.autoconfigure.ConditionalOnFlag;
import io.backpressure.channel.spring.lifecycle.ClosingStep;
import io.backpressure.channel.spring.lifecycle.ContextChannels;
import io.backpressure.channel.spring.listener.ChannelListenerBeanPostProcessor;
import io.backpressure.channel.spring.listener.DefaultListenerContainerFactory;
import io.backpressure.channel.spring.listener.DefaultListenerRegistry;
import io.backpressure.channel.spring.listener.ListenerContainerFactory;
import io.backpressure.channel.spring.listener.ListenerLifecycle;
import io.backpressure.channel.spring.listener.ListenerOptionsResolver;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.UndeliveredHandler;
import io.backpressure.channel.spring.listener.UndeliveredReport;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the listeners of channels.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ChannelAutoConfiguration.class)
@ConditionalOnFlag(value = "backpressure.enabled", matchIfMissing = true)
public final class ChannelListenerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(value = ListenerRegistry.class, search = SearchStrategy.CURRENT)
	DefaultListenerRegistry channelListenerRegistry(ObjectProvider<UndeliveredReport> report) {
		return new DefaultListenerRegistry(report);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ListenerOptionsResolver channelListenerOptionsResolver(ChannelProperties properties, Environment environment) {
		LifecycleProperties lifecycle = Binder.get(environment)
			.bindOrCreate("spring.lifecycle", LifecycleProperties.class);
		return new PropertiesListenerOptions(properties.listener(), lifecycle.getTimeoutPerShutdownPhase());
	}

	@Bean
	@ConditionalOnMissingBean(value = ListenerContainerFactory.class, search = SearchStrategy.CURRENT)
	DefaultListenerContainerFactory channelListenerContainerFactory(ChannelRegistry channels,
			ObjectProvider<DefaultListenerRegistry> registry, ListenerOptionsResolver options,
			ListableBeanFactory beanFactory, ApplicationContext context, Environment environment,
			ObjectProvider<UndeliveredReport> report) {
		return new DefaultListenerContainerFactory(channels,
				registry.getIfAvailable(() -> channelListenerRegistry(report)), options, beanFactory, context,
				Threading.VIRTUAL.isActive(environment));
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ListenerLifecycle channelListenerLifecycle(ListenerRegistry registry, ContextChannels channels,
			ListenerOptionsResolver options, ConfigurableApplicationContext context) {
		return new ListenerLifecycle(registry, channels, options.drainTimeout(), context);
	}

	@Bean
	@ConditionalOnMissingBean(name = "channelListenerDrain", search = SearchStrategy.CURRENT)
	ClosingStep channelListenerDrain(ListenerLifecycle listeners, ConfigurableApplicationContext context) {
		return new ClosingStep(ListenerLifecycle.PHASE, context, listeners::drain);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	UndeliveredReport channelUndeliveredReport(ContextChannels channels, ListenerRegistry listeners,
			ListenerOptionsResolver options, ObjectProvider<UndeliveredHandler> handlers,
			ConfigurableApplicationContext context) {
		return new UndeliveredReport(channels, listeners, options.drainTimeout(), handlers.orderedStream().toList(),
				context);
	}

	@Bean
	@ConditionalOnMissingBean(name = "channelUndeliveredReporting", search = SearchStrategy.CURRENT)
	ClosingStep channelUndeliveredReporting(UndeliveredReport report, ConfigurableApplicationContext context) {
		return new ClosingStep(UndeliveredReport.PHASE, context, report::report);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	ConfiguredListenersCheck configuredChannelListenersCheck(ApplicationContext context) {
		return new ConfiguredListenersCheck(context);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	static ChannelListenerBeanPostProcessor channelListenerBeanPostProcessor(
			ConfigurableListableBeanFactory beanFactory, ObjectProvider<DefaultListenerContainerFactory> containers,
			ObjectProvider<ChannelRegistry> channels, ObjectProvider<ListenerLifecycle> lifecycle) {
		return new ChannelListenerBeanPostProcessor(beanFactory, containers, channels, lifecycle);
	}

	@Bean
	@ConditionalOnMissingBean(name = "channelListenerLazyInitializationExcludeFilter", search = SearchStrategy.CURRENT)
	static LazyInitializationExcludeFilter channelListenerLazyInitializationExcludeFilter() {
		return (beanName, definition, type) -> ChannelListenerBeanPostProcessor.hasListeners(type);
	}

}
