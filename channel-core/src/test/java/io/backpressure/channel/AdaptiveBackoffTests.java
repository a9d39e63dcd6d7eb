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
	void moreAttemptsAreSkippedAfterRepeatedFailures() {
		List<Integer> skipped = new ArrayList<>();
		for (int tries = 0; tries < 8; tries++) {
			skipped.add(skippedAttempts());
			this.backoff.record(false);
		}
		assertThat(skipped).containsExactly(0, 0, 2, 6, 14, 30, 62, 62);
	}

	@Test
	void attemptsAfterSuccessAreNotSkipped() {
		for (int tries = 0; tries < 8; tries++) {
			skippedAttempts();
			this.backoff.record(false);
		}
		skippedAttempts();
		this.backoff.record(true);
		assertThat(skippedAttempts()).isZero();
		this.backoff.record(false);
		assertThat(skippedAttempts()).as("attempts skipped after a single failure").isZero();
	}

	private int skippedAttempts() {
		int skipped = 0;
		while (!this.backoff.shouldTry()) {
			skipped++;
		}
		return skipped;
	}

}
