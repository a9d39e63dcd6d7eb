package io.backpressure.channel.spring.monitor;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the crossings of watermarks, sampled at given times.
 */
class WatermarkStateTests {

	private final WatermarkState state = new WatermarkState(new Watermark(0.8, 0.5, Duration.ofSeconds(1)));

	@Test
	void crossingIsReportedOnceAfterHoldTime() {
		assertThat(sample(0.8, 0)).isFalse();
		assertThat(sample(0.9, 999)).isFalse();
		assertThat(sample(1, 1000)).isTrue();
		assertThat(this.state.isHigh()).isTrue();
		assertThat(sample(1, 2000)).isFalse();
		assertThat(sample(1, 9000)).isFalse();
	}

	@Test
	void peakShorterThanHoldTimeIsNotReported() {
		assertThat(sample(0.9, 0)).isFalse();
		assertThat(sample(0.7, 500)).isFalse();
		assertThat(sample(0.9, 1100)).isFalse();
		assertThat(sample(0.9, 2099)).isFalse();
		assertThat(sample(0.9, 2100)).isTrue();
	}

	@Test
	void channelBetweenMarksStaysHigh() {
		sample(1, 0);
		sample(1, 1000);
		assertThat(sample(0.6, 3000)).isFalse();
		assertThat(sample(0.9, 5000)).isFalse();
		assertThat(sample(0.51, 7000)).isFalse();
		assertThat(this.state.isHigh()).isTrue();
		assertThat(sample(0.5, 9000)).isFalse();
		assertThat(sample(0.2, 10_000)).isTrue();
		assertThat(this.state.isHigh()).isFalse();
	}

	@Test
	void crossingWithoutHoldTimeIsReportedAtOnce() {
		WatermarkState state = new WatermarkState(new Watermark(1, 0, Duration.ZERO));
		assertThat(state.sample(0.99, 0)).isFalse();
		assertThat(state.sample(1, 1)).isTrue();
		assertThat(state.sample(0.01, 2)).isFalse();
		assertThat(state.sample(0, 3)).isTrue();
	}

	@Test
	void invalidMarksAreRejected() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Watermark(0.5, 0.5, Duration.ZERO))
			.withMessageContaining("0.5");
		assertThatIllegalArgumentException().isThrownBy(() -> new Watermark(1.1, 0.5, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> new Watermark(0.8, -0.1, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> new Watermark(Double.NaN, 0.1, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> new Watermark(0.8, 0.5, Duration.ofSeconds(-1)))
			.withMessageContaining("hold");
	}

	private boolean sample(double utilization, long millis) {
		return this.state.sample(utilization, TimeUnit.MILLISECONDS.toNanos(millis));
	}

}
