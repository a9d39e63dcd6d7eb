package io.backpressure.channel;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has every wait of every test last as long as a busy machine may need. Found by JUnit as
 * a service, in each module that has these tests on its class path.
 */
public final class PatientWaits implements BeforeAllCallback {

	@Override
	public void beforeAll(ExtensionContext context) {
		Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
	}

}
