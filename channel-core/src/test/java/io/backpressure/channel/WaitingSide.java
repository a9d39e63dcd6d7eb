package io.backpressure.channel;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;

/**
 * Threads and actions that wait for the same thing, either room or values of a buffer,
 * under the lock of that buffer. A signal wakes up one thread and one action, so no
 * thread has to pass its wake-up on to an action, nor an action to a thread.
 */
final class WaitingSide {

	private final Condition condition;

	private final Lock lock;

	private final Set<Action> actions = new LinkedHashSet<>();

	private int threads;

	WaitingSide(Lock lock) {
		this.lock = lock;
		this.condition = lock.newCondition();
	}

	// call each of the methods below, except join, only when holding the lock

	/** Wait until signalled or the time is up. May return spuriously. */
	@SuppressWarnings("WaitNotInLoop") // the caller loops
	void await(long nanos) throws InterruptedException {
		this.threads++;
		try {
			if (nanos == WaitLimit.FOREVER) {
				this.condition.await();
			}
			else {
				this.condition.awaitNanos(nanos);
			}
		}
		finally {
			this.threads--;
		}
	}

	void signal() {
		this.condition.signal();
		signalAction();
	}

	private void signalAction() {
		Iterator<Action> first = this.actions.iterator();
		if (first.hasNext()) {
			Action action = first.next();
			first.remove();
			action.wake();
		}
	}

	void signalAll() {
		this.condition.signalAll();
		while (!this.actions.isEmpty()) {
			signalAction();
		}
	}

	int size() {
		return this.threads + this.actions.size();
	}

	/** Add an action, or run it immediately if it may proceed. Takes the lock. */
	Registration join(Runnable wake, BooleanSupplier mayProceed) {
		Action action = new Action(wake);
		this.lock.lock();
		try {
			if (mayProceed.getAsBoolean()) {
				action.wake();
			}
			else {
				this.actions.add(action);
			}
		}
		finally {
			this.lock.unlock();
		}
		return action;
	}

	private final class Action implements Registration {

		private final Runnable wake;

		private boolean woken;

		Action(Runnable wake) {
			this.wake = wake;
		}

		void wake() {
			this.woken = true;
			this.wake.run();
		}

		@Override
		public void close() {
			WaitingSide.this.lock.lock();
			try {
				if (!WaitingSide.this.actions.remove(this) && this.woken) {
					signal();
				}
			}
			finally {
				WaitingSide.this.lock.unlock();
			}
		}

	}

}
