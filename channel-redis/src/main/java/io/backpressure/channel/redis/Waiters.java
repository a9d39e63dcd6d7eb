package io.backpressure.channel.redis;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.Registration;
import org.jspecify.annotations.Nullable;

/**
 * The threads of this JVM that wait on one side of a channel, first in, first out.
 */
final class Waiters {

	/*
	 * Redis tells of an edge alone: that a full channel has room, that an empty one has a
	 * value. Whoever found the channel full (or empty) is told of the next edge, for the
	 * next step that changes this is one. An event wakes one thread here, however many
	 * wait: it tries, and if it leaves something for another it wakes the next.
	 *
	 * An event may come between an attempt and the wait after it. So events are counted;
	 * an attempt reads the count before it asks Redis, and reports it if it found
	 * nothing. A thread waits only if there was no event since the latest such report. It
	 * need not be its own: any thread that finds nothing proves that the next change is
	 * an edge.
	 *
	 * Events can be lost with a connection. That is why one thread of each side is woken
	 * now and then (RedisBuffer.tick) though there was none.
	 */

	private final ReentrantLock lock = new ReentrantLock();

	private final Set<Waiter> queue = new LinkedHashSet<>();

	private volatile long events;

	private long reported = -1;

	/** Return the number of events, which an attempt reads before it begins. */
	long events() {
		return this.events;
	}

	/** An attempt found nothing, that began when there had been so many events. */
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

	/** Something has come that a thread might wait for. */
	void event() {
		wake(true, 1);
	}

	/** There is more than the calling thread has taken. */
	void passOn() {
		wake(false, 1);
	}

	/** Wake all: what they wait for may never come. */
	void wakeAll() {
		wake(true, Integer.MAX_VALUE);
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
	private void wake(boolean event, int most) {
		this.lock.lock();
		try {
			if (event) {
				this.events++;
			}
			Iterator<Waiter> waiters = this.queue.iterator();
			for (int woken = 0; woken < most && waiters.hasNext(); woken++) {
				Waiter waiter = waiters.next();
				waiters.remove();
				waiter.woken = true;
				waiter.run();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until woken, the token is cancelled or the time is up.
	 * @throws InterruptedException if interrupted; the next is woken in place of this one
	 */
	void await(long nanos, CancellationToken token) throws InterruptedException {
		Waiter waiter = join();
		if (waiter == null) {
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

	/** Park once; the pool of a fork-join worker compensates for it meanwhile. */
	private void park(long nanos) throws InterruptedException {
		try {
			ForkJoinPool.managedBlock(new Parking(this, nanos));
		}
		catch (RejectedExecutionException ex) {
			LockSupport.parkNanos(this, nanos); // the pool has no thread to put in place
		}
	}

	private @Nullable Waiter join() {
		this.lock.lock();
		try {
			if (this.events > this.reported) {
				return null;
			}
			Waiter waiter = new Waiter(Thread.currentThread());
			this.queue.add(waiter);
			return waiter;
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

	/** A waiting thread; run to unpark it. */
	private static final class Waiter implements Runnable {

		private final Thread thread;

		private volatile boolean woken;

		Waiter(Thread thread) {
			this.thread = thread;
		}

		@Override
		public void run() {
			LockSupport.unpark(this.thread);
		}

	}

}
