package io.backpressure.channel;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for skipping attempts after failures.
 */
class AdaptiveBackoffTests {

	private final AdaptiveBackoff backoff = new AdaptiveBackoff();

	@Test
	void repeatedFailuresSkipMoreAttempts() {
		List<Integer> without = new ArrayList<>();
		for (int tries = 0; tries < 8; tries++) {
			without.add(waitsBeforeATry());
			this.backoff.record(false);
		}
		assertThat(without).containsExactly(0, 0, 2, 6, 14, 30, 62, 62);
	}

	@Test
	void successIsRetriedImmediately() {
		for (int tries = 0; tries < 8; tries++) {
			waitsBeforeATry();
			this.backoff.record(false);
		}
		waitsBeforeATry();
		this.backoff.record(true);
		assertThat(waitsBeforeATry()).isZero();
		this.backoff.record(false);
		assertThat(waitsBeforeATry()).as("waits skipped after a single failure").isZero();
	}

	private int waitsBeforeATry() {
		int waits = 0;
		while (!this.backoff.shouldTry()) {
			waits++;
		}
		return waits;
	}

}
