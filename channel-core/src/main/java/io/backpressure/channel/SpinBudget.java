package io.backpressure.channel;

/**
 * Adaptive spin budget for one side of a {@link RingChannel}. It grows with short waits
 * and halves with each failed spin. Racy: approximate values suffice.
 */
final class SpinBudget {

	/** Smallest budget: the price of noticing when spinning would succeed again. */
	private static final int MIN_NANOS = 500;

	private static final int START_NANOS = 20_000;

	/**
	 * Largest budget: the cost of waking up a parked thread on a virtual machine whose
	 * core has halted.
	 */
	private static final int MAX_NANOS = 100_000;

	/** Decides whether to spin at all. */
	final AdaptiveBackoff spinning = new AdaptiveBackoff();

	/** Decides whether to yield. */
	final AdaptiveBackoff yielding = new AdaptiveBackoff();

	@SuppressWarnings("unused") // so that this shares no cache line with the other side
	// @formatter:off
	private long a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
	// @formatter:on

	private int spinNanos = START_NANOS;

	/** Return the time to spin, in nanoseconds. */
	int spinNanos() {
		return this.spinNanos;
	}

	/**
	 * Record a successful spin: raise the budget to twice the duration of the spin, if
	 * that is more.
	 */
	void recordSuccess(long nanos) {
		raise(nanos);
		this.spinning.record(true);
	}

	/** Record the duration of a wait in which a thread has parked. */
	void recordPark(long nanos) {
		if (nanos <= MAX_NANOS) {
			raise(nanos);
		}
	}

	void recordFailure() {
		this.spinNanos = Math.max(MIN_NANOS, this.spinNanos / 2);
		this.spinning.record(false);
	}

	private void raise(long nanos) {
		this.spinNanos = (int) Math.min(MAX_NANOS, Math.max(this.spinNanos, 2 * nanos));
	}

}
