package io.backpressure.channel.spring.listener;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.CancellationToken;

/**
 * The threads of a listener from one start to the next stop, and what they are told:
 * receive, pause, end after the value in hand, end at once.
 * <p>
 * A thread receives with the token of the session. Cancelling it brings all threads that
 * wait for a value out at once, those that handle one after it; each then asks
 * {@link #awaitTurn} whether to go on.
 */
final class Session {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Set<Thread> threads = new HashSet<>();

	private volatile CancellationSource intake = CancellationSource.create();

	/** Guarded by the lock; counts threads that are about to begin. */
	private int starting;

	private boolean paused;

	private volatile boolean ended;

	/** The number of threads, to be read without the lock. */
	private volatile int size;

	private volatile boolean aborted;

	Session(boolean paused) {
		if (paused) {
			pause();
		}
	}

	/** What to receive with. */
	CancellationToken token() {
		return this.intake.token();
	}

	/** Whether threads have been told to give up the value in hand. */
	boolean isAborted() {
		return this.aborted;
	}

	/** Note a thread that is about to begin, if there are less than so many. */
	boolean reserve(int max) {
		this.lock.lock();
		try {
			if (this.ended || this.size >= max) {
				return false;
			}
			this.starting++;
			count();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Take a reservation back: its thread could not be started. */
	void unreserve() {
		this.lock.lock();
		try {
			this.starting--;
			count();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The calling thread begins. */
	void enter() {
		this.lock.lock();
		try {
			this.starting--;
			this.threads.add(Thread.currentThread());
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The calling thread ends. */
	void leave() {
		this.lock.lock();
		try {
			this.threads.remove(Thread.currentThread());
			count();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Let the calling thread end if there are more than so many. */
	boolean leaveIfMoreThan(int min) {
		this.lock.lock();
		try {
			if (this.size <= min) {
				return false;
			}
			this.threads.remove(Thread.currentThread());
			count();
			this.changed.signalAll();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How many threads there are, those about to begin included. */
	int size() {
		return this.size;
	}

	boolean isEnded() {
		return this.ended;
	}

	/**
	 * Wait while the session is paused.
	 * @return whether to receive; if not, to end
	 */
	boolean awaitTurn() {
		this.lock.lock();
		try {
			while (this.paused && !this.ended) {
				this.changed.awaitUninterruptibly();
			}
			return !this.ended;
		}
		finally {
			this.lock.unlock();
		}
	}

	void pause() {
		this.lock.lock();
		try {
			this.paused = true;
			this.intake.cancel();
		}
		finally {
			this.lock.unlock();
		}
	}

	void resume() {
		this.lock.lock();
		try {
			if (this.paused && !this.ended) {
				this.paused = false;
				this.intake = CancellationSource.create();
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Tell the threads to end after the value in hand. */
	void end() {
		this.lock.lock();
		try {
			this.ended = true;
			this.intake.cancel();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Tell the threads to give up the value in hand, and interrupt them. */
	void abort() {
		this.lock.lock();
		try {
			this.aborted = true;
			end();
			this.threads.forEach(Thread::interrupt);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until all threads but the calling one have ended.
	 * @param deadline until when, by {@link System#nanoTime()}
	 * @return whether they have
	 */
	boolean awaitEnd(long deadline) {
		boolean interrupted = false;
		this.lock.lock();
		try {
			while (this.starting > 0 || hasOthers()) {
				long remaining = deadline - System.nanoTime();
				if (remaining <= 0) {
					return false;
				}
				try {
					this.changed.await(remaining, TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true; // a stop is short, and is not left half done
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

	/** Call only when holding the lock. */
	private void count() {
		this.size = this.threads.size() + this.starting;
	}

	private boolean hasOthers() {
		return this.threads.size() > (this.threads.contains(Thread.currentThread()) ? 1 : 0);
	}

}
