package io.backpressure.channel.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionOverrideException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Failure analyzer for a declared channel that has the name of another bean. The usual
 * advice, to allow bean overriding, would make one of the two beans disappear.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class ChannelNameClashFailureAnalyzer extends AbstractFailureAnalyzer<BeanDefinitionOverrideException> {

	private final Environment environment;

	ChannelNameClashFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanDefinitionOverrideException cause) {
		String name = cause.getBeanName();
		if (!SectionBinder.of(this.environment).entryNames("backpressure.channels").contains(name)) {
			return null;
		}
		String camelCase = ChannelNames.camelCase(name);
		return new FailureAnalysis(
				"The channel declared as backpressure.channels.%s is a bean named '%s'%s, but another bean is named '%s': %s."
					.formatted(name, name, camelCase.equals(name) ? "" : " and also '" + camelCase + "'", name,
							describe(cause.getExistingDefinition())),
				"Rename the channel in the properties, or the other bean.", cause);
	}

	private static String describe(BeanDefinition definition) {
		if (definition.getFactoryMethodName() != null) {
			return "method '" + definition.getFactoryMethodName() + "' in " + definition.getResourceDescription();
		}
		return String.valueOf(definition.getBeanClassName());
	}

}
