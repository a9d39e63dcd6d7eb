package io.backpressure.channel;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that a token retains nothing of waits that have ended.
 */
class TokenMemoryTests {

	private final BackpressureChannel<String> channel = BackpressureChannel.create(1);

	private final CancellationSource source = CancellationSource.create();

	@Test
	void tokenRetainsNoEndedWaits() {
		receiveUntilTimeout();
		long before = retained();
		for (int wait = 0; wait < 100; wait++) {
			receiveUntilTimeout();
		}
		assertThat(retained()).isEqualTo(before);
	}

	private void receiveUntilTimeout() {
		CancellationToken child = CancellationSource.linkedTo(this.source.token(), Duration.ofMillis(1)).token();
		assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(() -> this.channel.receive(child));
	}

	private long retained() {
		return GraphLayout.parseInstance(this.source.token()).totalCount();
	}

}
