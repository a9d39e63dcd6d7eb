package io.backpressure.channel.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Child context of the management server.
 */
@ExtendWith(OutputCaptureExtension.class)
class ManagementContextTests {

	@Test
	void managementContextRepeatsNoChecks(CapturedOutput output) {
		try (RunningApplication application = RunningApplication.start(OpenApplication.class,
				"management.server.port=0", "backpressure.listener.channels.elsewhere.concurrency=2",
				"backpressure.defaults.send-timeout=5")) {
			assertThat(application.managementOrigin()).isNotEqualTo(application.origin());
			assertThat(output).containsOnlyOnce("There is no channel 'elsewhere'")
				.containsOnlyOnce("The duration has no unit");
		}
	}

}
