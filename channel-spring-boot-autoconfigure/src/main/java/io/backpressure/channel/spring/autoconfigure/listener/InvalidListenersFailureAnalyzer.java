package io.backpressure.channel.spring.autoconfigure.listener;

import io.backpressure.channel.spring.listener.InvalidListenersException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Failure analyzer for invalid listeners.
 */
class InvalidListenersFailureAnalyzer extends AbstractFailureAnalyzer<InvalidListenersException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidListenersException cause) {
		StringBuilder description = new StringBuilder("The listeners of channels are not valid:%n".formatted());
		cause.problems().forEach((problem) -> description.append("%n    - %s%n".formatted(problem)));
		return new FailureAnalysis(description.toString(),
				"Correct the listeners listed above, or the properties that begin with backpressure.listener.", cause);
	}

}
