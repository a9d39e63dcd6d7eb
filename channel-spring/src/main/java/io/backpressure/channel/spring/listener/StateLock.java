package io.backpressure.channel.spring.listener;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.backpressure.channel.spring.support.TimeSource;

/**
 * Lock with one condition, which every change of the guarded state signals.
 */
final class StateLock {

	private final TimeSource time;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	StateLock(TimeSource time) {
		this.time = time;
	}

	/** Change the state. */
	void change(Runnable change) {
		decide(() -> {
			change.run();
			return true;
		});
	}

	/** Change the state, and return the result of the change. */
	boolean decide(BooleanSupplier change) {
		this.lock.lock();
		try {
			return change.getAsBoolean();
		}
		finally {
			this.changed.signalAll();
			this.lock.unlock();
		}
	}

	/**
	 * Signal the change so far, and wait while a condition holds. Called within a change.
	 */
	void awaitWhile(BooleanSupplier condition) {
		this.changed.signalAll();
		while (condition.getAsBoolean()) {
			this.changed.awaitUninterruptibly();
		}
	}

	/**
	 * Wait for a condition. An interrupt does not end the wait; the interrupt status is
	 * restored afterwards.
	 * @param deadline the deadline, by the time source of this lock
	 * @param poll the interval in nanoseconds at which to check without a signal
	 * @return {@code true} if the condition holds, {@code false} if the deadline has
	 * passed
	 */
	boolean await(long deadline, long poll, BooleanSupplier condition) {
		boolean interrupted = false;
		this.lock.lock();
		try {
			while (!condition.getAsBoolean()) {
				long remaining = this.time.remaining(deadline);
				if (remaining <= 0) {
					return false;
				}
				try {
					this.changed.awaitNanos(Math.min(remaining, poll));
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			return true;
		}
		finally {
			this.lock.unlock();
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
