package io.backpressure.channel.redis;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.Registration;

/**
 * FIFO queue of the threads and actions of this JVM that wait for the same change of a
 * channel, for example for room.
 */
final class Waiters {

	/*
	 * Redis announces room and values only on an edge: when a full channel gets room, and
	 * when an empty channel gets a value. A thread that found the channel full (or empty)
	 * can rely on an event, since the next step that changes this state is such an edge.
	 * An event wakes up a single thread here. That thread tries again. If room or a value
	 * remains, it wakes up the next thread.
	 *
	 * An event may arrive between an attempt and the wait that follows. So events are
	 * counted. An attempt reads the count before it calls Redis, and reports this count
	 * if it found nothing. A thread waits only if no event was counted after the highest
	 * reported count. The report may come from another thread: any attempt that finds
	 * nothing proves that the next change is an edge.
	 *
	 * Events can be lost with a connection. So one sender and one receiver are woken up
	 * periodically (RedisBuffer.onTick) even without an event.
	 */

	private final ReentrantLock lock = new ReentrantLock();

	private final Set<Waiter> queue = new LinkedHashSet<>();

	private volatile long events;

	/** The highest number of events that an attempt without success has reported. */
	private long reported = -1;

	/** Return the number of events, which an attempt reads before it begins. */
	long events() {
		return this.events;
	}

	/**
	 * Report an attempt that found nothing.
	 * @param events the number of events when the attempt began
	 */
	void foundNothing(long events) {
		this.lock.lock();
		try {
			this.reported = Math.max(this.reported, events);
		}
		finally {
			this.lock.unlock();
		}
	}

	int size() {
		this.lock.lock();
		try {
			return this.queue.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Record an event and wake up one thread. */
	void event() {
		wake(true, 1);
	}

	/** Wake up one thread without an event, for example because room remains. */
	void passOn() {
		wake(false, 1);
	}

	/** Wake up all threads, since the event that they wait for may never come. */
	void wakeAll() {
		wake(true, Integer.MAX_VALUE);
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
	private void wake(boolean event, int most) {
		List<Waiter> woken = new ArrayList<>();
		this.lock.lock();
		try {
			if (event) {
				this.events++;
			}
			Iterator<Waiter> waiters = this.queue.iterator();
			while (woken.size() < most && waiters.hasNext()) {
				Waiter waiter = waiters.next();
				waiters.remove();
				waiter.woken = true;
				woken.add(waiter);
			}
		}
		finally {
			this.lock.unlock();
		}
		woken.forEach(Waiter::run);
	}

	/**
	 * Add an action, which is run once when it is woken up. If there was an event since
	 * the latest report, run the action immediately.
	 * @param wake the action
	 * @param mayProceed whether to run the action immediately in any case
	 * @return a registration; closing it ends the wait, or wakes up the next waiter if
	 * the action has already run
	 */
	Registration join(Runnable wake, boolean mayProceed) {
		Waiter waiter = new Waiter(wake);
		if (mayProceed || !join(waiter)) {
			waiter.woken = true;
			wake.run();
		}
		return () -> {
			leave(waiter);
			if (waiter.woken) {
				passOn();
			}
		};
	}

	/**
	 * Wait until the thread is woken up, the token is cancelled or the time has passed.
	 * Return immediately if there was an event since the latest report.
	 * @param nanos the longest wait in nanoseconds, {@link Long#MAX_VALUE} for no limit
	 * @throws InterruptedException if the thread is interrupted; if it was woken up as
	 * well, it wakes up the next thread
	 */
	void await(long nanos, CancellationToken token) throws InterruptedException {
		Thread thread = Thread.currentThread();
		Waiter waiter = new Waiter(() -> LockSupport.unpark(thread));
		if (!join(waiter)) {
			return;
		}
		boolean interrupted = false;
		long start = System.nanoTime();
		Registration wake = token.onCancel(waiter);
		try {
			while (!waiter.woken && !token.isCancelled() && !interrupted) {
				interrupted = Thread.interrupted();
				long remaining = (nanos != Long.MAX_VALUE) ? nanos - (System.nanoTime() - start) : Long.MAX_VALUE;
				if (interrupted || remaining <= 0) {
					break;
				}
				park(remaining);
			}
		}
		finally {
			wake.close();
		}
		leave(waiter);
		if (interrupted) {
			if (waiter.woken) {
				passOn();
			}
			throw new InterruptedException();
		}
	}

	/** Park once. If the thread is a fork-join worker, its pool compensates for it. */
	private void park(long nanos) throws InterruptedException {
		try {
			ForkJoinPool.managedBlock(new Parking(this, nanos));
		}
		catch (RejectedExecutionException ex) {
			LockSupport.parkNanos(this, nanos); // the pool cannot add a thread
		}
	}

	/**
	 * Join the queue, and return {@code true}. If there was an event since the latest
	 * report, return {@code false} instead.
	 */
	private boolean join(Waiter waiter) {
		this.lock.lock();
		try {
			return this.events <= this.reported && this.queue.add(waiter);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void leave(Waiter waiter) {
		this.lock.lock();
		try {
			this.queue.remove(waiter);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Parks the current thread. */
	private record Parking(Object waitsAt, long nanos) implements ForkJoinPool.ManagedBlocker {

		@Override
		public boolean block() {
			LockSupport.parkNanos(this.waitsAt, this.nanos);
			return true;
		}

		@Override
		public boolean isReleasable() {
			return false;
		}

	}

	/** Waiting thread or action. Running it unparks the thread, or runs the action. */
	private static final class Waiter implements Runnable {

		private final Runnable wake;

		private volatile boolean woken;

		Waiter(Runnable wake) {
			this.wake = wake;
		}

		@Override
		public void run() {
			this.wake.run();
		}

	}

}
