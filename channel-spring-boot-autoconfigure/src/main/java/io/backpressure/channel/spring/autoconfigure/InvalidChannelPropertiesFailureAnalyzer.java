package io.backpressure.channel.spring.autoconfigure;

import java.util.Collection;
import java.util.List;

import io.backpressure.channel.spring.autoconfigure.ElementTypeParser.UnknownClassException;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Failure analyzer for invalid properties of channels.
 */
class InvalidChannelPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<InvalidChannelPropertiesException> {

	private final BeanFactory beanFactory;

	InvalidChannelPropertiesFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidChannelPropertiesException cause) {
		List<Problem> problems = cause.problems().stream().map(this::withSuggestion).toList();
		return new FailureAnalysis(
				"The properties of the channels are not valid:%n%n%s"
					.formatted(InvalidChannelPropertiesException.text(problems)),
				"Correct the properties listed above at their origins.", cause);
	}

	/**
	 * Add suggestions of full class names to the problem of an element type that is
	 * written without a package. Return any other problem unchanged.
	 */
	private Problem withSuggestion(Problem problem) {
		if (!problem.property().endsWith(".type") || problem.value() == null
				|| !(this.beanFactory instanceof ConfigurableListableBeanFactory listable)) {
			return problem;
		}
		try {
			ElementType.valueOf(problem.value().toString());
			return problem;
		}
		catch (UnknownClassException ex) {
			Collection<String> names = ex.className().contains(".") ? List.of()
					: new TypeSuggestions(listable).find(ex.className());
			return names.isEmpty() ? problem : new Problem(problem.property(), problem.value(), problem.origin(),
					problem.reason() + " Did you mean '" + String.join("' or '", names) + "'?");
		}
		catch (IllegalArgumentException ex) {
			return problem;
		}
	}

}
