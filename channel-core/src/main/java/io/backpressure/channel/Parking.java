package io.backpressure.channel;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.locks.LockSupport;

/**
 * Parking of the current thread. While a fork-join worker is parked, its pool compensates
 * for it with another thread. Without that, the tasks that the worker waits for might
 * never run.
 */
final class Parking implements ForkJoinPool.ManagedBlocker {

	private final Object blocker;

	private final long nanos;

	private Parking(Object blocker, long nanos) {
		this.blocker = blocker;
		this.nanos = nanos;
	}

	/**
	 * Park once. May return spuriously.
	 * @param blocker the synchronization object responsible for parking
	 * @param nanos the longest time, or {@link WaitLimit#FOREVER}
	 */
	static void park(Object blocker, long nanos) {
		if (Thread.currentThread() instanceof ForkJoinWorkerThread) {
			parkWorker(blocker, nanos);
		}
		else {
			parkThread(blocker, nanos);
		}
	}

	private static void parkWorker(Object blocker, long nanos) {
		try {
			ForkJoinPool.managedBlock(new Parking(blocker, nanos));
		}
		catch (InterruptedException | RuntimeException | Error ex) {
			// the pool has no thread to compensate with
			parkThread(blocker, nanos);
		}
	}

	private static void parkThread(Object blocker, long nanos) {
		if (nanos == WaitLimit.FOREVER) {
			LockSupport.park(blocker);
		}
		else {
			LockSupport.parkNanos(blocker, nanos);
		}
	}

	@Override
	public boolean block() {
		parkThread(this.blocker, this.nanos);
		return true;
	}

	@Override
	public boolean isReleasable() {
		return false;
	}

}
