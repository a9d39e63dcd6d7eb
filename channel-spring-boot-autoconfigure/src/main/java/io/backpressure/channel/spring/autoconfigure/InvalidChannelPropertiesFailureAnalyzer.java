package io.backpressure.channel.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains properties of channels that cannot stand as they are.
 */
class InvalidChannelPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<InvalidChannelPropertiesException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidChannelPropertiesException cause) {
		return new FailureAnalysis(
				"The properties of the channels are not valid:%n%n%s"
					.formatted(InvalidChannelPropertiesException.text(cause.problems())),
				"Correct the properties named above, where their origin says that they are written.", cause);
	}

}
