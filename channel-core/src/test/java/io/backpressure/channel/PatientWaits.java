package io.backpressure.channel;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every wait of every test last as long as a busy machine may need, and end soon
 * after its condition holds: it polls at once, and then in growing intervals. Found by
 * JUnit as a service, in each module that has these tests on its class path.
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
