package io.backpressure.channel;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether to try again what was fruitless.
 */
class AdaptiveBackoffTests {

	private final AdaptiveBackoff backoff = new AdaptiveBackoff();

	@Test
	void theMoreTriesInARowAreFruitlessTheMoreWaitsGoWithout() {
		List<Integer> without = new ArrayList<>();
		for (int tries = 0; tries < 8; tries++) {
			without.add(waitsBeforeATry());
			this.backoff.note(false);
		}
		assertThat(without).containsExactly(0, 0, 2, 6, 14, 30, 62, 62);
	}

	@Test
	void whatHasPaidIsTriedAgainAtOnce() {
		for (int tries = 0; tries < 8; tries++) {
			waitsBeforeATry();
			this.backoff.note(false);
		}
		waitsBeforeATry();
		this.backoff.note(true);
		assertThat(waitsBeforeATry()).isZero();
		this.backoff.note(false);
		assertThat(waitsBeforeATry()).as("one that is fruitless is forgiven").isZero();
	}

	private int waitsBeforeATry() {
		int waits = 0;
		while (!this.backoff.isWorthATry()) {
			waits++;
		}
		return waits;
	}

}
