package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Time of the last operation on one side of a channel, accurate to one tick of the
 * {@link ActivityClock}: noted by that clock while there are many operations, and by the
 * operations themselves otherwise.
 */
final class LastUse {

	/*
	 * A call that finds a time that is newer than a tick leaves it at that. Otherwise it
	 * reads the time and sets it, unless another has done so since it began: then it
	 * begins anew, so that a thread which was preempted in between cannot put back an
	 * older time.
	 */

	/** More uses than this within a tick are for the clock to note. */
	private static final int MANY = 800;

	/** It lets a side go that had no more uses than this in any tick... */
	private static final int FEW = 400;

	/** ...of so many. */
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

	/** When a call has last set the time, by {@link System#nanoTime()}; racy. */
	private long notedAt;

	/** Uses since then; racy. */
	private int uses;

	/** The count of the side at the last tick; the clock's alone. */
	private long seen;

	private volatile int quietTicks;

	/** Milliseconds of the epoch; 0: never. */
	long time() {
		return this.time;
	}

	/**
	 * Note a use that the clock does not look for.
	 * @return whether there are many, so that it should
	 */
	boolean used(long now) {
		if (this.time != 0 && now - this.notedAt < ActivityClock.TICK_NANOS) {
			int uses = this.uses + 1;
			this.uses = uses;
			return uses > MANY;
		}
		note();
		this.notedAt = now;
		this.uses = 0;
		return false;
	}

	/** Set the time of the last use to the current time. */
	void note() {
		long before;
		long time;
		do {
			before = this.time;
			time = System.currentTimeMillis();
		}
		while (time != before && !TIME.compareAndSet(this, before, time));
	}

	/** The clock begins to watch this side. */
	void watched() {
		this.quietTicks = 0;
	}

	/** There is no clock: calls note the time, and try again only after the next tick. */
	void notWatched() {
		this.uses = Integer.MIN_VALUE;
	}

	/**
	 * Note whether the side has been used since the last tick.
	 * @return whether it has been used so little for so long that it may be let go
	 */
	boolean tick(long count) {
		long uses = count - this.seen;
		this.seen = count;
		if (uses != 0) {
			note();
		}
		if (uses > FEW) {
			this.quietTicks = 0;
			return false;
		}
		// a watched() in between is lost: then the side is let go early, and watched anew
		int quiet = this.quietTicks + 1;
		this.quietTicks = quiet;
		return quiet > QUIET_TICKS;
	}

}
