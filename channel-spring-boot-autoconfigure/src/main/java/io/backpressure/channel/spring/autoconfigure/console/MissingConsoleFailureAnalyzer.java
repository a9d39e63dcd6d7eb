package io.backpressure.channel.spring.autoconfigure.console;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Failure analyzer for a missing console, which names the artifact to add.
 */
class MissingConsoleFailureAnalyzer extends AbstractFailureAnalyzer<MissingConsoleException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingConsoleException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Add io.backpressure:channel-console, or set backpressure.console.enabled to false.", cause);
	}

}
