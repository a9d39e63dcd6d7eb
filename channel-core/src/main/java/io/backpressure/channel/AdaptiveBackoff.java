package io.backpressure.channel;

/**
 * Adaptive back-off: skips a speculative attempt after it has repeatedly failed.
 */
final class AdaptiveBackoff {

	/*
	 * The length of a wait alone does not show whether spinning helps. On a crowded
	 * machine a spinning thread takes the processor from the thread that it waits for.
	 * Waits that park are short there, which would suggest spinning. So the decision also
	 * depends on failed attempts. The fields are racy: approximate values suffice.
	 */

	private static final int MAX_SKIPS = 62;

	/** Number of further waits that skip the attempt. */
	private int skips;

	/** Number of waits to skip after the next failed attempt. */
	private int nextSkips;

	boolean shouldTry() {
		int skips = this.skips;
		if (skips > 0) {
			this.skips = skips - 1;
		}
		return skips <= 0;
	}

	void record(boolean succeeded) {
		if (succeeded) {
			this.nextSkips = 0;
		}
		else {
			this.skips = this.nextSkips;
			this.nextSkips = Math.min(MAX_SKIPS, 2 * this.nextSkips + 2);
		}
	}

}
