package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.CancellationToken;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a listener and the state that they follow: running, paused or ended.
 * <p>
 * A thread receives with the {@linkplain #token() token} of the group. Cancelling it
 * brings all threads that wait for a value back at once, and those that handle one after
 * it; each then asks {@link #awaitTurn} whether to go on. A group that is started again
 * keeps threads that are still handling a value, so that there are never more threads
 * than the listener may have.
 */
final class WorkerGroup {

	/** Interval for conditions that change without a signal. */
	private static final long POLL = TimeUnit.MILLISECONDS.toNanos(1);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/** Written under the lock; includes threads that are about to begin. */
	private final List<Worker> workers = new CopyOnWriteArrayList<>();

	private volatile CancellationSource intake = CancellationSource.create();

	/** Guarded by the lock. */
	private boolean hurried;

	/** Written under the lock, as the next. */
	private volatile boolean paused;

	private volatile boolean ended = true;

	/** Return the token to receive with. */
	CancellationToken token() {
		return this.intake.token();
	}

	/**
	 * Start, if ended.
	 * @return whether the group had ended
	 */
	boolean start() {
		return decide(() -> {
			boolean start = this.ended;
			this.ended = false;
			if (start && !this.paused) {
				this.intake = CancellationSource.create();
			}
			return start;
		});
	}

	/** Add a thread that is about to begin, unless there are that many. */
	boolean add(Worker worker, int max) {
		return decide(() -> !this.ended && this.workers.size() < max && this.workers.add(worker));
	}

	/**
	 * Remove a thread that has ended, or could not be started.
	 * @return whether it was one of the group
	 */
	boolean remove(Worker worker) {
		return decide(() -> this.workers.remove(worker));
	}

	/** Remove a thread that is to end if there are more than that many. */
	boolean removeIfMoreThan(int min, Worker worker) {
		return decide(() -> this.workers.size() > min && this.workers.remove(worker));
	}

	/** Return the number of threads, those about to begin included. */
	int size() {
		return this.workers.size();
	}

	/** Return the number of threads that are in a call. */
	int active() {
		int active = 0;
		for (Worker worker : this.workers) {
			active += worker.isInCall() ? 1 : 0;
		}
		return active;
	}

	/** Return the number of values in the hands of threads that wait for the end. */
	int valuesInWaits() {
		return sumOfWaits(Worker::valuesInHand);
	}

	/** Return whether all threads wait for the end, so that none will take a value. */
	boolean isStuck() {
		return sumOfWaits((worker) -> 1) == size();
	}

	private int sumOfWaits(ToIntFunction<Worker> property) {
		int sum = 0;
		for (Worker worker : this.workers) {
			Thread thread = worker.thread();
			sum += (thread != null && EndWaits.isWaiting(thread)) ? property.applyAsInt(worker) : 0;
		}
		return sum;
	}

	boolean isEnded() {
		return this.ended;
	}

	boolean contains(Thread thread) {
		for (Worker worker : this.workers) {
			if (worker.thread() == thread) {
				return true;
			}
		}
		return false;
	}

	/** Take no value until {@link #resume()}, running or not. */
	void pause() {
		change(() -> {
			this.intake.cancel();
			this.paused = true;
		});
	}

	/**
	 * Wait until no thread will take a value after a pause or an end, except for the
	 * calling one.
	 * @return whether that is so within the limit, or the threads are to take values
	 * again
	 */
	boolean awaitIntakeEnd(Duration limit) {
		return await(Deadline.after(limit), POLL,
				() -> !token().isCancelled() || this.workers.stream().noneMatch(WorkerGroup::mayTake));
	}

	private static boolean mayTake(Worker worker) {
		return !worker.isParked() && !worker.isInCall() && !worker.isCurrentThread();
	}

	void resume() {
		change(() -> {
			if (this.paused && !this.ended) {
				this.intake = CancellationSource.create();
			}
			this.paused = false;
		});
	}

	boolean isPaused() {
		return this.paused;
	}

	/**
	 * Let the threads end after the values in hand.
	 * @return whether the group had not ended before
	 */
	boolean end() {
		return decide(() -> {
			boolean running = !this.ended;
			this.ended = true;
			this.intake.cancel();
			return running;
		});
	}

	/** Make all retry delays end at once, those to come included. */
	void hurry() {
		change(() -> this.hurried = true);
	}

	/**
	 * Let the threads give up the values in hand, and interrupt them: all but the calling
	 * one, and those that wait for it or for the end.
	 */
	void abort() {
		end();
		change(() -> {
			for (Worker worker : this.workers) {
				if (!isWaiting(worker.thread())) {
					worker.abort();
				}
			}
		});
	}

	/**
	 * Wait while the group is paused. If it has ended, the thread leaves it.
	 * @return whether to receive; if not, to end
	 */
	boolean awaitTurn(Worker worker) {
		return decide(() -> {
			worker.park();
			this.changed.signalAll();
			while (this.paused && !this.ended && this.workers.contains(worker)) {
				this.changed.awaitUninterruptibly();
			}
			if (this.ended) {
				this.workers.remove(worker);
			}
			worker.unpark();
			return this.workers.contains(worker);
		});
	}

	/** Wait for a while, or until the group ends. */
	void rest(Worker worker, Duration time) {
		change(worker::park);
		await(Deadline.after(time), Long.MAX_VALUE, () -> this.ended);
	}

	/**
	 * Wait before the next attempt with the values in hand.
	 * @return whether to make it; if not, to give the values back
	 */
	boolean awaitRetry(Worker worker, Duration delay) {
		await(Deadline.after(delay), Long.MAX_VALUE, () -> this.ended || this.hurried || worker.isAborted());
		if (worker.isAborted()) {
			return false;
		}
		Thread.interrupted(); // not by us: it was meant for the attempt that has failed
		return !this.ended;
	}

	/**
	 * Wait until all threads have ended, except for the calling one and for those that
	 * wait for it or for the end.
	 * @param deadline until when, by {@link System#nanoTime()}
	 * @return whether they have
	 */
	boolean awaitEnd(long deadline) {
		return StopWaits.during(this, () -> await(deadline, 20 * POLL,
				() -> !this.ended || this.workers.stream().allMatch((worker) -> isWaiting(worker.thread()))));
	}

	private static boolean isWaiting(@Nullable Thread thread) {
		return thread != null && (StopWaits.isWaitingForCaller(thread) || EndWaits.isWaiting(thread));
	}

	List<Worker> workers() {
		return this.workers;
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
			return change.getAsBoolean();
		}
		finally {
			this.changed.signalAll();
			this.lock.unlock();
		}
	}

	/** Wait for a condition; an interrupt is kept for later. */
	private boolean await(long deadline, long poll, BooleanSupplier end) {
		boolean interrupted = false;
		this.lock.lock();
		try {
			while (!end.getAsBoolean()) {
				long remaining = deadline - System.nanoTime();
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
