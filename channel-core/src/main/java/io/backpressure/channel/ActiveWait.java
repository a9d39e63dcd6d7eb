package io.backpressure.channel;

/**
 * Active phase of a wait: spins or yields, as long as that has recently paid, before the
 * thread parks.
 */
final class ActiveWait {

	/*
	 * Spinning comes first, where it pays: the budget of a side grows with waits that
	 * were short and halves with each fruitless spin, and after several of those most
	 * waits do without, so on a crowded machine threads park at once. A spin that lasts,
	 * and a wait that does without, may yield instead: two threads on one processor hand
	 * over that way for much less than by parking, and no spin is of use to them. Both
	 * are given up for a while when they do not pay; see AdaptiveBackoff and Spin. A
	 * yield pays if the other side has moved, even if another thread benefited. A virtual
	 * thread never spins; it yields while that keeps sparing it from parking.
	 *
	 * Runs. A thread that has waited goes on doing so, for microseconds at most, as long
	 * as the other side keeps moving, up to half the buffer: threads that meet at an
	 * empty or full buffer, and move one value at a time, spend themselves on the
	 * meeting, as each takes the slots' cache lines from the other. It watches the slot
	 * where half the buffer ends, which the other side touches once, and seldom the word,
	 * which that side needs for every value. A receiver that runs into a sender which is
	 * about to publish falls back for the same reason: at its heels both would go on with
	 * the same lines.
	 */

	/**
	 * A spin that lasts longer yields, and again each time it has lasted twice as long.
	 */
	private static final long YIELD_NANOS = 4_000;

	/** A step of a run takes at least so long: no check can find its end earlier. */
	private static final long STEP_NANOS = 16;

	/**
	 * The first check whether there is a run at all comes after that time, or earlier.
	 */
	private static final long FIRST_NANOS = 1_000;

	/** How long to wait from one check whether the run goes on to the next. */
	private static final long STILL_NANOS = 2_000;

	/** Pauses between two readings of the slot where a run ends. */
	private static final int RUN_PAUSES = 16;

	/** How long to wait for a run as a whole. */
	private static final long RUN_NANOS = 10_000;

	private final Side side;

	/** The longest run to wait for: half the buffer. */
	private final int half;

	private final SpinBudget budget = new SpinBudget();

	ActiveWait(Side side, int capacity) {
		this.side = side;
		this.half = capacity / 2;
	}

	/**
	 * Wait without parking, while that pays.
	 * @return the time at its end
	 */
	long await(RingIndices<?> ring, long start) {
		if (Spin.isVirtual()) {
			return giveCarrier(ring, System.nanoTime());
		}
		if (this.budget.spinning.isWorthATry() && Spin.begin()) {
			return spin(ring, start);
		}
		return giveWay(ring, System.nanoTime());
	}

	/** A thread has parked and was woken after that time: it might have spun instead. */
	void wouldHaveTaken(long nanos) {
		this.budget.spinWouldHavePaid(nanos);
	}

	/**
	 * Reads only now and then, and the next slot alone: reading the word of the other
	 * side would take it from those who move it. That the channel was closed is seen
	 * before parking.
	 */
	private long spin(RingIndices<?> ring, long start) {
		boolean ready;
		long now;
		long yieldAfter = YIELD_NANOS;
		try {
			for (;;) {
				Spin.pause(8);
				ready = this.side.isPast(this.side.needed(ring, 1));
				now = System.nanoTime();
				if (ready || now - start > this.budget.spinNanos()) {
					break;
				}
				if (now - start > yieldAfter) {
					giveWay(ring, now);
					yieldAfter *= 2;
				}
			}
		}
		finally {
			Spin.end();
		}
		if (!ready) {
			this.budget.spinWasFruitless();
			return now;
		}
		this.budget.spinPaid(now - start);
		return awaitRun(ring, now);
	}

	private long giveWay(RingIndices<?> ring, long now) {
		if (!Spin.mayYield(now) || !this.budget.yielding.isWorthATry()) {
			return now;
		}
		long before = this.side.movedByOther(ring);
		long after = Spin.giveWay();
		long moved = this.side.movedByOther(ring) - before;
		Spin.gaveWay(after - now, after, moved);
		this.budget.yielding.note(moved > 0 || ring.isClosed());
		return after;
	}

	/**
	 * As above, by a virtual thread: in its turn again, behind those that are ready to
	 * run, it may find a whole run. It is not later than if it had parked, since then it
	 * would be put behind them only when it is woken.
	 */
	private long giveCarrier(RingIndices<?> ring, long now) {
		if (!this.budget.yielding.isWorthATry()) {
			return now;
		}
		long after = Spin.giveWay();
		this.budget.yielding.note(this.side.mayProceed(ring));
		return after;
	}

	/** This side may proceed: wait until there is more for it. See 'Runs' above. */
	private long awaitRun(RingIndices<?> ring, long start) {
		if (this.half < 2) {
			return start;
		}
		long end = this.side.needed(ring, this.half);
		long nextCheck = start + Math.min(FIRST_NANOS, this.half * STEP_NANOS);
		long before = 1;
		long now;
		do {
			Spin.pause(RUN_PAUSES);
			now = System.nanoTime();
		}
		while (now - nextCheck < 0);
		while (!this.side.isPast(end) && now - start < RUN_NANOS) {
			if (now - nextCheck >= 0) {
				long available = this.side.available(ring);
				if (available == before) {
					break;
				}
				before = available;
				nextCheck = now + STILL_NANOS;
			}
			Spin.pause(RUN_PAUSES);
			now = System.nanoTime();
		}
		return now;
	}

}
