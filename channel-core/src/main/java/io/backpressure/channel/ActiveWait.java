package io.backpressure.channel;

/**
 * Active phase of a wait: spins or yields before the thread parks, as long as that has
 * recently succeeded.
 */
final class ActiveWait {

	/*
	 * Spinning comes first. The spin budget of a side grows with short waits and halves
	 * with each failed spin. After several failed spins most waits skip spinning, so on a
	 * crowded machine few threads spin. A long spin, and a wait that skips spinning, may
	 * yield: two threads on one processor cannot benefit from spinning, and hand over
	 * values by yields at much less cost than by parking. Spinning and yielding are each
	 * suspended for a while after failures; see AdaptiveBackoff and Spin. A yield of a
	 * platform thread succeeds if the other side has moved, even if another thread
	 * benefited. A virtual thread never spins; it yields as long as that saves it from
	 * parking.
	 *
	 * Runs. A run is a number of values that a thread moves without another wait. A
	 * thread whose spin has succeeded waits for a run: until half the buffer is
	 * available, but only as long as the other side keeps moving, and for some
	 * microseconds at most. Threads that meet at an empty or full buffer and move one
	 * value at a time are slowed down by the contention, since each takes the cache lines
	 * of the slots from the other. The waiting thread watches the slot at which half the
	 * buffer ends, which the other side touches once. It rarely reads the index word,
	 * which the other side needs for every value. For the same reason a receiver pauses
	 * when it catches up with a sender that is about to publish (FALL_BACK_PAUSES in
	 * RingChannel): otherwise both would continue on the same cache lines.
	 */

	/**
	 * Duration of a spin at which it first yields. It yields again each time the duration
	 * has doubled.
	 */
	private static final long YIELD_NANOS = 4_000;

	/**
	 * Shortest time that one value of a run takes. It determines the first check of a
	 * short run, which cannot be complete earlier.
	 */
	private static final long STEP_NANOS = 16;

	/**
	 * Longest time until the first check whether there is a run at all.
	 */
	private static final long FIRST_NANOS = 1_000;

	/** Time between two checks whether the run continues. */
	private static final long STILL_NANOS = 2_000;

	/** Pauses between two readings of the slot where a run ends. */
	private static final int RUN_PAUSES = 16;

	/** Longest wait for a run as a whole. */
	private static final long RUN_NANOS = 10_000;

	private final Side side;

	private final SpinBudget budget = new SpinBudget();

	ActiveWait(Side side) {
		this.side = side;
	}

	/**
	 * Wait without parking, if that has recently succeeded.
	 * @return the time at the end of this phase
	 */
	long await(RingIndices<?> ring, long start) {
		if (Spin.isVirtual()) {
			return yieldCarrier(ring, System.nanoTime());
		}
		if (this.budget.spinning.shouldTry() && Spin.begin()) {
			return spin(ring, start);
		}
		return tryYield(ring, System.nanoTime());
	}

	/** Record that a thread parked and was woken up after the given time. */
	void recordPark(long nanos) {
		this.budget.recordPark(nanos);
	}

	/**
	 * Spin on the next slot, reading it only occasionally. Reading the index word of the
	 * other side instead would take the cache line of that word from the threads that
	 * advance the index. A spin does not notice a close; the check before parking does.
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
					tryYield(ring, now);
					yieldAfter *= 2;
				}
			}
		}
		finally {
			Spin.end();
		}
		if (!ready) {
			this.budget.recordFailure();
			return now;
		}
		this.budget.recordSuccess(now - start);
		return awaitRun(ring, now);
	}

	private long tryYield(RingIndices<?> ring, long now) {
		if (!Spin.mayYield(now) || !this.budget.yielding.shouldTry()) {
			return now;
		}
		long before = this.side.movedByOther(ring);
		long after = Spin.yieldProcessor();
		long moved = this.side.movedByOther(ring) - before;
		Spin.recordYield(after - now, after, moved);
		this.budget.yielding.record(moved > 0 || ring.isClosed());
		return after;
	}

	/**
	 * Yield the carrier of a virtual thread. The thread is queued behind those that are
	 * ready to run, and may find a whole run when it continues. A parked thread would
	 * join the same queue, but only after its wake-up.
	 */
	private long yieldCarrier(RingIndices<?> ring, long now) {
		if (!this.budget.yielding.shouldTry()) {
			return now;
		}
		long after = Spin.yieldProcessor();
		this.budget.yielding.record(this.side.mayProceed(ring));
		return after;
	}

	/**
	 * Wait until more is available to this side, which could already proceed; see 'Runs'.
	 */
	private long awaitRun(RingIndices<?> ring, long start) {
		long half = ring.capacity / 2;
		if (half < 2) {
			return start;
		}
		long end = this.side.needed(ring, half);
		long nextCheck = start + Math.min(FIRST_NANOS, half * STEP_NANOS);
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
