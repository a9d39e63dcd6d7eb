package io.backpressure.channel;

/**
 * Adaptive spin budget for one side of a {@link RingChannel}: grows with waits that were
 * short, halves with each fruitless spin. Racy, since it is a matter of tendency.
 */
final class SpinBudget {

	/** What a wait that never pays to spin may still cost, to notice when it would. */
	private static final int MIN_NANOS = 500;

	private static final int START_NANOS = 20_000;

	/**
	 * What waking a parked thread may cost on a virtual machine whose core has halted.
	 */
	private static final int MAX_NANOS = 100_000;

	/** Whether to spin at all. */
	final AdaptiveBackoff spinning = new AdaptiveBackoff();

	/** Whether to yield. */
	final AdaptiveBackoff yielding = new AdaptiveBackoff();

	@SuppressWarnings("unused") // so that this shares no cache line with the other side
	// @formatter:off
	private long a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
	// @formatter:on

	private int spinNanos = START_NANOS;

	/** How long to spin, in nanoseconds. */
	int spinNanos() {
		return this.spinNanos;
	}

	/** A spin ended in success after that time: be ready to spin twice as long. */
	void spinPaid(long nanos) {
		raise(nanos);
		this.spinning.note(true);
	}

	/** A wait ended after that time in which a thread had parked. */
	void spinWouldHavePaid(long nanos) {
		if (nanos <= MAX_NANOS) {
			raise(nanos);
		}
	}

	void spinWasFruitless() {
		this.spinNanos = Math.max(MIN_NANOS, this.spinNanos / 2);
		this.spinning.note(false);
	}

	private void raise(long nanos) {
		this.spinNanos = (int) Math.min(MAX_NANOS, Math.max(this.spinNanos, 2 * nanos));
	}

}
