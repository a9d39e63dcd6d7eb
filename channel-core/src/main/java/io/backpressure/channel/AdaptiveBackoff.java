package io.backpressure.channel;

/**
 * Adaptive back-off: skips a speculative attempt after it has repeatedly failed.
 */
final class AdaptiveBackoff {

	/*
	 * Going without is what a crowded machine needs: where a thread that spins is in the
	 * way of the one that it waits for, a wait that parks is short, and by its length
	 * would suggest that spinning pays. The fields are racy, since this is a matter of
	 * tendency.
	 */

	private static final int MAX_SKIPS = 62;

	/** Waits to come that go without. */
	private int skips;

	/** How many that will be after the next fruitless try. */
	private int nextSkips;

	boolean isWorthATry() {
		int skips = this.skips;
		if (skips > 0) {
			this.skips = skips - 1;
		}
		return skips <= 0;
	}

	void note(boolean paid) {
		if (paid) {
			this.nextSkips = 0;
		}
		else {
			this.skips = this.nextSkips;
			this.nextSkips = Math.min(MAX_SKIPS, 2 * this.nextSkips + 2);
		}
	}

}
