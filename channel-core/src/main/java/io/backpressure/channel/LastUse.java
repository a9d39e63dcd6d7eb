package io.backpressure.channel;

/**
 * When the one side of a {@link RingWords} was last used, as the {@link ActivityClock}
 * sees it.
 */
final class LastUse {

	private volatile long time;

	/** The count of the side at the last tick; the clock's alone. */
	private long seen;

	private volatile int idleTicks;

	/** Milliseconds of the epoch; 0: never. */
	long time() {
		return this.time;
	}

	/** The side is used after it was let go, or for the first time. */
	void resume() {
		this.idleTicks = 0;
		this.time = System.currentTimeMillis();
	}

	/**
	 * Note whether the side has been used since the last tick.
	 * @return whether it has been idle for so long that it may be let go
	 */
	boolean tick(long count, long time) {
		if (count != this.seen) {
			this.seen = count;
			this.time = time;
			this.idleTicks = 0;
			return false;
		}
		int idle = this.idleTicks + 1; // a resume in between is seen by the next tick
		this.idleTicks = idle;
		return idle > ActivityClock.IDLE_TICKS;
	}

}
