package io.backpressure.channel.benchmarks.peer;

import java.util.concurrent.locks.LockSupport;

/**
 * Back-off between two attempts on a non-blocking queue: spins, then yields, then parks
 * for a short time.
 */
public final class BackOff {

	private static final int SPINS = 200;

	private static final int YIELDS = 10;

	private static final long PARK_NANOS = 50_000;

	private BackOff() {
	}

	/**
	 * Pause after a failed attempt.
	 * @param turn the number of failed attempts before this one
	 * @throws InterruptedException if interrupted while parked
	 */
	@SuppressWarnings("ThreadPriorityCheck") // a thread yields before it parks
	public static void backOff(int turn) throws InterruptedException {
		if (turn < SPINS) {
			Thread.onSpinWait();
		}
		else if (turn < SPINS + YIELDS) {
			Thread.yield();
		}
		else {
			LockSupport.parkNanos(PARK_NANOS);
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
		}
	}

}
