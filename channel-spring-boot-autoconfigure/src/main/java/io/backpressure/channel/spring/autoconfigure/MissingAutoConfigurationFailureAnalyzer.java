package io.backpressure.channel.spring.autoconfigure;

import java.util.Set;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.ChannelSender;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.ListenerContainerFactory;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Failure analyzer for the injection of a channel, or of a related bean, in a context
 * without the auto-configuration of channels. The auto-configuration may be disabled,
 * excluded, or not part of a test slice.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class MissingAutoConfigurationFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final Set<Class<?>> TYPES = Set.of(BackpressureChannel.class, ChannelSender.class,
			ChannelReceiver.class, ChannelRegistry.class, ListenerRegistry.class, ListenerContainerFactory.class);

	private final BeanFactory beanFactory;

	private final Environment environment;

	MissingAutoConfigurationFailureAnalyzer(BeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		ResolvableType type = cause.getResolvableType();
		if (type == null || !TYPES.contains(type.resolve(Void.class)) || isAutoConfigured()) {
			return null;
		}
		String required = "%s required a bean of type '%s'".formatted((description != null) ? description : "A bean",
				type);
		return isEnabled() ? new FailureAnalysis(required
				+ ", but the auto-configuration of channels is not part of this context. Either "
				+ "a test slice, such as @WebMvcTest, or spring.autoconfigure.exclude excludes it, or the context has "
				+ "no @EnableAutoConfiguration.",
				"In a test, add @ImportAutoConfiguration(ChannelAutoConfiguration.class), and "
						+ "ChannelListenerAutoConfiguration for listeners, or replace the bean with @MockitoBean. "
						+ "Elsewhere, remove the exclusion or add @EnableAutoConfiguration.",
				cause)
				: new FailureAnalysis(
						required + ", but channels are disabled by backpressure.enabled="
								+ this.environment.getProperty("backpressure.enabled") + ".",
						"Remove that property, or exclude the bean that requires a channel, for example by "
								+ "@ConditionalOnBean(ChannelRegistry.class).",
						cause);
	}

	private boolean isAutoConfigured() {
		return !(this.beanFactory instanceof ListableBeanFactory listable)
				|| listable.getBeanNamesForType(ChannelAutoConfiguration.class, false, false).length > 0;
	}

	private boolean isEnabled() {
		try {
			return SectionBinder.of(this.environment).values().bind("backpressure.enabled", Boolean.class).orElse(true);
		}
		catch (BindException ex) {
			return true;
		}
	}

}
