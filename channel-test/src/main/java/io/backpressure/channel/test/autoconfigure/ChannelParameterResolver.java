package io.backpressure.channel.test.autoconfigure;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.stream.Collectors;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.ChannelSender;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.test.ChannelEvents;
import io.backpressure.channel.test.ChannelProbe;
import io.backpressure.channel.test.TestClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.annotation.ParameterResolutionDelegate;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Resolver of method parameters for channels, by the same rules as their injection, and
 * for {@link ChannelProbe}, {@link ChannelEvents} and {@link TestClock}. Parameters with
 * annotations of Spring are left to {@link SpringExtension}.
 */
class ChannelParameterResolver implements ParameterResolver {

	private static final Set<Class<?>> TYPES = Set.of(BackpressureChannel.class, ChannelSender.class,
			ChannelReceiver.class, ChannelProbe.class, ChannelEvents.class, TestClock.class);

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
		return TYPES.contains(parameter.getParameter().getType())
				&& parameter.getDeclaringExecutable() instanceof Method
				&& !ParameterResolutionDelegate.isAutowirable(parameter.getParameter(), parameter.getIndex());
	}

	@Override
	public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
		AutowireCapableBeanFactory beanFactory = SpringExtension.getApplicationContext(extension)
			.getAutowireCapableBeanFactory();
		try {
			return ParameterResolutionDelegate.resolveDependency(parameter.getParameter(), parameter.getIndex(),
					extension.getRequiredTestClass(), beanFactory);
		}
		catch (BeansException ex) {
			throw new ParameterResolutionException("Parameter '" + parameter.getParameter().getName() + "' of method "
					+ parameter.getDeclaringExecutable().getName() + " cannot be resolved. " + advice(beanFactory)
					+ ex.getMessage(), ex);
		}
	}

	private static String advice(AutowireCapableBeanFactory beanFactory) {
		ChannelRegistry channels = beanFactory.getBeanProvider(ChannelRegistry.class).getIfAvailable();
		if (channels == null) {
			return "The context has no channels: add @ChannelTest or @AutoConfigureChannels to the test class. ";
		}
		return "The channels are "
				+ channels.names()
					.stream()
					.sorted()
					.map((name) -> "'" + name + "' of " + channels.elementType(name))
					.collect(Collectors.joining(", "))
				+ ". Use the type of one of them, and its name as the name of the parameter or in @Qualifier. ";
	}

}
