package io.backpressure.channel.spring.autoconfigure.console;

import io.backpressure.channel.spring.console.MissingChartsException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains that the console has nothing to draw its charts with.
 */
class MissingChartsFailureAnalyzer extends AbstractFailureAnalyzer<MissingChartsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingChartsException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Depend on io.backpressure:channel-spring-boot-starter, which brings it, or add "
						+ "org.webjars.npm:uplot; or set backpressure.console.enabled to false.",
				cause);
	}

}
