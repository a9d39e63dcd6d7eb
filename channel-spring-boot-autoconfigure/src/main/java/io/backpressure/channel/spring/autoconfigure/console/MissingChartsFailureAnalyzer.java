package io.backpressure.channel.spring.autoconfigure.console;

import io.backpressure.channel.spring.console.MissingChartsException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Failure analyzer for a console whose charting library is missing.
 */
class MissingChartsFailureAnalyzer extends AbstractFailureAnalyzer<MissingChartsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingChartsException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Add org.webjars.npm:uplot, which io.backpressure:channel-console depends on and the build excludes, "
						+ "or set backpressure.console.enabled to false.",
				cause);
	}

}
