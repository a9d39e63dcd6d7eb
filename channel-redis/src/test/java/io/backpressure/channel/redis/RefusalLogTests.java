package io.backpressure.channel.redis;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log and the condition of a channel whose steps are refused.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusalLogTests {

	private final Refusals refusals = new Refusals("orders", "Redis at 127.0.0.1:1");

	@Test
	void repeatedRefusalIsLoggedOnceAndCounted(CapturedOutput output) {
		for (int time = 0; time < 1000; time++) {
			this.refusals.refused(Script.SEND, "OOM", true);
		}
		this.refusals.taken(Script.SEND);
		assertThat(output.toString().lines()).hasSize(2)
			.first()
			.asString()
			.contains("Channel 'orders': Redis at 127.0.0.1:1 refuses step 'send': OOM");
		assertThat(output).contains("no longer refuses step 'send', after 1000 refusal(s)");
	}

	@Test
	void conditionIsThatOfTheStepsThatWereRefusedLast() {
		this.refusals.refused(Script.SEND, "OOM", true);
		this.refusals.refused(Script.RECEIVE, "NOGROUP", false);
		this.refusals.taken(Script.HEARTBEAT);
		assertThat(this.refusals.reason()).isEqualTo("Redis at 127.0.0.1:1 refuses step 'receive': NOGROUP");
		this.refusals.taken(Script.RECEIVE);
		assertThat(this.refusals.reason()).isNull();
	}

}
