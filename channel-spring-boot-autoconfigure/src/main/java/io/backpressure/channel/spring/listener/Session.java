package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

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
		return decide(() -> {
			boolean free = !this.ended && this.size < max;
			this.starting += free ? 1 : 0;
			return free;
		});
	}

	/** Take a reservation back: its thread could not be started. */
	void unreserve() {
		change(() -> this.starting--);
	}

	/** The calling thread begins. */
	void enter() {
		change(() -> {
			this.starting--;
			this.threads.add(Thread.currentThread());
		});
	}

	/** The calling thread ends. */
	void leave() {
		change(() -> this.threads.remove(Thread.currentThread()));
	}

	/** Let the calling thread end if there are more than so many. */
	boolean leaveIfMoreThan(int min) {
		return decide(() -> this.size > min && this.threads.remove(Thread.currentThread()));
	}

	/** How many threads there are, those about to begin included. */
	int size() {
		return this.size;
	}

	boolean isEnded() {
		return this.ended;
	}

	void pause() {
		change(() -> {
			this.intake.cancel();
			this.paused = true;
		});
	}

	void resume() {
		change(() -> {
			if (this.paused && !this.ended) {
				this.paused = false;
				this.intake = CancellationSource.create();
			}
		});
	}

	/** Tell the threads to end after the value in hand. */
	void end() {
		change(() -> {
			this.intake.cancel();
			this.ended = true;
		});
	}

	/** Tell the threads to give up the value in hand, and interrupt them. */
	void abort() {
		this.aborted = true;
		end();
		change(() -> this.threads.forEach(Thread::interrupt));
	}

	private void change(Runnable change) {
		decide(() -> {
			change.run();
			return true;
		});
	}

	private boolean decide(BooleanSupplier change) {
		this.lock.lock();
		try {
			boolean changed = change.getAsBoolean();
			this.size = this.threads.size() + this.starting;
			this.changed.signalAll();
			return changed;
		}
		finally {
			this.lock.unlock();
		}
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

	/** Wait for a while, or until the session ends. */
	void rest(Duration time) {
		awaitEnd(System.nanoTime() + time.toNanos(), () -> this.ended);
	}

	/**
	 * Wait until all threads but the calling one have ended.
	 * @param deadline until when, by {@link System#nanoTime()}
	 * @return whether they have
	 */
	boolean awaitEnd(long deadline) {
		return awaitEnd(deadline, () -> this.starting == 0 && !hasOthers());
	}

	private boolean awaitEnd(long deadline, BooleanSupplier end) {
		boolean interrupted = false;
		this.lock.lock();
		try {
			while (!end.getAsBoolean()) {
				long remaining = deadline - System.nanoTime();
				if (remaining <= 0) {
					return false;
				}
				try {
					this.changed.await(remaining, TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true; // this is short, and is not left half done
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

	private boolean hasOthers() {
		return this.threads.size() > (this.threads.contains(Thread.currentThread()) ? 1 : 0);
	}

}
