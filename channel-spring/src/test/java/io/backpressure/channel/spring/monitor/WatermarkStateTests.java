package io.backpressure.channel.spring.monitor;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Crossing watermarks, with the time given.
 */
class WatermarkStateTests {

	private final WatermarkState state = new WatermarkState(new Watermark(0.8, 0.5, Duration.ofSeconds(1)));

	@Test
	void aCrossingIsToldOnceAndOnlyAfterTheHoldTime() {
		assertThat(look(0.8, 0)).isFalse();
		assertThat(look(0.9, 999)).isFalse();
		assertThat(look(1, 1000)).isTrue();
		assertThat(this.state.isHigh()).isTrue();
		assertThat(look(1, 2000)).isFalse();
		assertThat(look(1, 9000)).isFalse();
	}

	@Test
	void aPeakThatIsShorterThanTheHoldTimeIsNotTold() {
		assertThat(look(0.9, 0)).isFalse();
		assertThat(look(0.7, 500)).isFalse();
		assertThat(look(0.9, 1100)).isFalse();
		assertThat(look(0.9, 2099)).isFalse();
		assertThat(look(0.9, 2100)).isTrue();
	}

	@Test
	void aChannelThatSwingsBetweenTheMarksStaysHigh() {
		look(1, 0);
		look(1, 1000);
		assertThat(look(0.6, 3000)).isFalse();
		assertThat(look(0.9, 5000)).isFalse();
		assertThat(look(0.51, 7000)).isFalse();
		assertThat(this.state.isHigh()).isTrue();
		assertThat(look(0.5, 9000)).isFalse();
		assertThat(look(0.2, 10_000)).isTrue();
		assertThat(this.state.isHigh()).isFalse();
	}

	@Test
	void withoutAHoldTimeACrossingIsToldAtOnce() {
		WatermarkState state = new WatermarkState(new Watermark(1, 0, Duration.ZERO));
		assertThat(state.look(0.99, 0)).isFalse();
		assertThat(state.look(1, 1)).isTrue();
		assertThat(state.look(0.01, 2)).isFalse();
		assertThat(state.look(0, 3)).isTrue();
	}

	@Test
	void marksThatMakeNoSenseAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Watermark(0.5, 0.5, Duration.ZERO))
			.withMessageContaining("0.5");
		assertThatIllegalArgumentException().isThrownBy(() -> new Watermark(1.1, 0.5, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> new Watermark(0.8, -0.1, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> new Watermark(Double.NaN, 0.1, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> new Watermark(0.8, 0.5, Duration.ofSeconds(-1)))
			.withMessageContaining("hold");
	}

	private boolean look(double utilization, long millis) {
		return this.state.look(utilization, TimeUnit.MILLISECONDS.toNanos(millis));
	}

}
