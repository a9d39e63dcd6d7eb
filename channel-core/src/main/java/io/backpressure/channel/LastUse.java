package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Time of the last operation on one side of a channel, accurate to one tick of the
 * {@link ActivityClock}. The clock records it while the side is busy; otherwise the
 * operations do so themselves.
 */
final class LastUse {

	/*
	 * If the recorded time is less than a tick old, a call leaves it unchanged. Otherwise
	 * the call reads the system clock and sets the time by a compare-and-set. If another
	 * thread has set the time in between, the call starts over, so that a preempted
	 * thread cannot restore an older time.
	 */

	/**
	 * A side with more uses than this within a tick is busy, and watched by the clock.
	 */
	private static final int BUSY_USES = 800;

	/** A side with at most this number of uses per tick is quiet. */
	private static final int QUIET_USES = 400;

	/** The clock stops watching a side after more quiet ticks than this in a row. */
	private static final int QUIET_TICKS = 20;

	private static final VarHandle TIME;

	static {
		try {
			TIME = MethodHandles.lookup().findVarHandle(LastUse.class, "time", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@SuppressWarnings("unused") // so that this shares no cache line with the other side
	// @formatter:off
	private long a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
	// @formatter:on

	private volatile long time;

	/** The {@link System#nanoTime()} at which a call last set the time; racy. */
	private long recordedAt;

	/** Uses since {@code recordedAt}; racy. */
	private int uses;

	/** The count of the side at the last tick; accessed only by the clock. */
	private long lastCount;

	private volatile int quietTicks;

	/** Return the time in milliseconds since the epoch, 0 if the side was never used. */
	long time() {
		return this.time;
	}

	/**
	 * Record a use while the clock does not watch this side.
	 * @return whether the side is busy, so that the clock should watch it
	 */
	boolean used(long now) {
		if (this.time != 0 && now - this.recordedAt < ActivityClock.TICK_NANOS) {
			int uses = this.uses + 1;
			this.uses = uses;
			return uses > BUSY_USES;
		}
		record();
		this.recordedAt = now;
		this.uses = 0;
		return false;
	}

	/** Set the time of the last use to the current time. */
	void record() {
		long before;
		long time;
		do {
			before = this.time;
			time = System.currentTimeMillis();
		}
		while (time != before && !TIME.compareAndSet(this, before, time));
	}

	/** Called before the clock begins to watch this side. */
	void watched() {
		this.quietTicks = 0;
	}

	/**
	 * Called if there is no clock: calls keep recording the time, and do not try to start
	 * the clock again before a tick has passed.
	 */
	void notWatched() {
		this.uses = Integer.MIN_VALUE;
	}

	/**
	 * Record the time if the side was used since the last tick.
	 * @return whether the side has been quiet long enough to stop watching it
	 */
	boolean tick(long count) {
		long uses = count - this.lastCount;
		this.lastCount = count;
		if (uses != 0) {
			record();
		}
		if (uses > QUIET_USES) {
			this.quietTicks = 0;
			return false;
		}
		// may overwrite a concurrent watched(): the side is then released early and
		// watched again
		int quiet = this.quietTicks + 1;
		this.quietTicks = quiet;
		return quiet > QUIET_TICKS;
	}

}
