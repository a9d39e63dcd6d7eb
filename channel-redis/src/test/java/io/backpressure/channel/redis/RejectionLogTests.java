package io.backpressure.channel.redis;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the log and the reported reason of rejected scripts.
 */
@ExtendWith(OutputCaptureExtension.class)
class RejectionLogTests {

	private final RejectedScripts rejections = new RejectedScripts("orders", "Redis at 127.0.0.1:1");

	@Test
	void repeatedRejectionIsLoggedOnceAndCounted(CapturedOutput output) {
		for (int time = 0; time < 1000; time++) {
			this.rejections.rejected(Script.SEND, "OOM", true);
		}
		this.rejections.succeeded(Script.SEND);
		assertThat(output.toString().lines()).hasSize(2)
			.first()
			.asString()
			.contains("Channel 'orders': Redis at 127.0.0.1:1 rejects 'send': OOM");
		assertThat(output).contains("no longer rejects 'send', after 1000 rejection(s)");
	}

	@Test
	void heartbeatEndsOnlyRejectionsDueToServerState() {
		this.rejections.rejected(Script.SEND, "OOM", true);
		this.rejections.rejected(Script.RECEIVE, "NOGROUP", false);
		this.rejections.succeeded(Script.HEARTBEAT);
		assertThat(this.rejections.reason()).isEqualTo("Redis at 127.0.0.1:1 rejects 'receive': NOGROUP");
		this.rejections.succeeded(Script.RECEIVE);
		assertThat(this.rejections.reason()).isNull();
	}

}
