package io.backpressure.channel;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests that misuse fails immediately with a message that names the argument and, if it
 * is out of range, its value.
 */
@SuppressWarnings("DataFlowIssue") // nulls on purpose
class MisuseTests {

	private static final Duration NEGATIVE = Duration.ofSeconds(-1);

	private final BackpressureChannel<Integer> channel = BackpressureChannel.create(1);

	@Test
	void bufferSizesOutOfRangeAreRejected() {
		for (int size : new int[] { 0, -1, Integer.MIN_VALUE, 16_777_217, Integer.MAX_VALUE }) {
			assertThatIllegalArgumentException().isThrownBy(() -> BackpressureChannel.create(size))
				.withMessage("bufferSize must be from 1 to 16777216, but is " + size);
		}
		assertThat(BackpressureChannel.create(16_777_216).capacity()).isEqualTo(16_777_216);
	}

	@Test
	void missingBufferSizeIsRejected() {
		assertThatIllegalStateException().isThrownBy(() -> BackpressureChannel.builder().build())
			.withMessageContaining("bufferSize");
	}

	@Test
	void invalidArgumentsAreRejected() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.channel.send(1, NEGATIVE))
			.withMessage("timeout must not be negative, but is PT-1S");
		assertThatIllegalArgumentException().isThrownBy(() -> this.channel.receive(NEGATIVE));
		assertThatIllegalArgumentException().isThrownBy(() -> this.channel.receiveBatch(1, NEGATIVE))
			.withMessageContaining("maxWait");
		assertThatIllegalArgumentException().isThrownBy(() -> BackpressureChannel.builder().sendTimeout(NEGATIVE))
			.withMessageContaining("sendTimeout");
		assertThatIllegalArgumentException().isThrownBy(() -> BackpressureChannel.builder().receiveTimeout(NEGATIVE))
			.withMessageContaining("receiveTimeout");
		assertThatIllegalArgumentException().isThrownBy(() -> BackpressureChannel.builder().maxAge(NEGATIVE))
			.withMessage("maxAge must not be negative, but is PT-1S");
		assertThatIllegalArgumentException().isThrownBy(() -> CancellationSource.withTimeout(NEGATIVE));
		assertThatIllegalArgumentException().isThrownBy(() -> this.channel.receiveBatch(0, Duration.ZERO))
			.withMessage("maxSize must be at least 1, but is 0");
		assertThatIllegalArgumentException().isThrownBy(() -> BackpressureChannel.builder().name(" "));
	}

	@Test
	void messageNamesTheNullArgument() {
		assertThatNullPointerException().isThrownBy(() -> this.channel.send(null)).withMessageContaining("value");
		assertThatNullPointerException().isThrownBy(() -> this.channel.trySend(null)).withMessageContaining("value");
		assertThatNullPointerException().isThrownBy(() -> this.channel.send(1, (Duration) null))
			.withMessageContaining("timeout");
		assertThatNullPointerException().isThrownBy(() -> this.channel.receive((CancellationToken) null))
			.withMessageContaining("token");
		assertThatNullPointerException().isThrownBy(() -> this.channel.forEach(null)).withMessageContaining("action");
		assertThatNullPointerException().isThrownBy(() -> this.channel.observe(null)).withMessageContaining("observer");
		assertThatNullPointerException().isThrownBy(() -> BackpressureChannel.builder().strategy(null))
			.withMessageContaining("strategy");
		assertThat(this.channel.size()).isZero();
	}

	@Test
	void unnamedChannelsGetUniqueNames() {
		assertThat(this.channel.name()).isNotEqualTo(BackpressureChannel.create(1).name());
		assertThat(BackpressureChannel.builder().name("orders").bufferSize(1).build().name()).isEqualTo("orders");
	}

}
