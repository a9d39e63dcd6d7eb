package io.backpressure.channel;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Extension that sets the defaults of Awaitility: a timeout that suffices on a busy
 * machine, and short intervals between polls, which grow up to a limit. So a wait ends
 * soon after its condition holds. JUnit finds the extension as a service, in each module
 * that has these tests on its class path.
 */
public final class PatientWaits implements BeforeAllCallback {

	private static final Duration SHORTEST = Duration.ofMillis(2);

	private static final Duration LONGEST = Duration.ofMillis(100);

	@Override
	public void beforeAll(ExtensionContext context) {
		Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
		Awaitility.setDefaultPollDelay(Duration.ZERO);
		Awaitility.setDefaultPollInterval(IterativePollInterval.iterative(PatientWaits::next, SHORTEST));
	}

	private static Duration next(Duration interval) {
		Duration twice = interval.multipliedBy(2);
		return (twice.compareTo(LONGEST) < 0) ? twice : LONGEST;
	}

}
