package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.spring.support.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Threads of a listener and the state that they follow: running, paused or ended.
 * <p>
 * A thread receives with the {@linkplain #token() token} of the group. Cancelling the
 * token wakes all threads that wait for a value; the others notice the cancellation after
 * their current call. Each thread then calls {@link #awaitTurn} to learn whether to
 * continue. A group that is started again keeps threads that are still handling a value,
 * so there are never more threads than the listener may have.
 */
final class WorkerGroup {

	/** Poll interval for conditions that change without a signal. */
	private static final long POLL = TimeUnit.MILLISECONDS.toNanos(1);

	private final TimeSource time;

	private final StateLock lock;

	private final CallWatch calls = new CallWatch(this);

	/** Written under the lock; includes threads that are about to begin. */
	private final List<Worker> workers = new CopyOnWriteArrayList<>();

	private volatile CancellationSource intake = CancellationSource.create();

	/** Guarded by the lock. */
	private boolean skipsRetryDelays;

	/** Written under the lock, like the next two fields. */
	private volatile boolean paused;

	/** Set if values are to be given back instead of delivered again after a failure. */
	private volatile boolean stopping;

	private volatile boolean ended = true;

	WorkerGroup(TimeSource time) {
		this.time = time;
		this.lock = new StateLock(time);
	}

	/** Return the time source of all deadlines. */
	TimeSource time() {
		return this.time;
	}

	/** Return the longest time for which a thread has been seen in its current call. */
	Duration longestCall() {
		return this.calls.longest();
	}

	/** Return the token to receive with. */
	CancellationToken token() {
		return this.intake.token();
	}

	/**
	 * Start the group if it has ended.
	 * @return whether the group had ended
	 */
	boolean start() {
		return this.lock.decide(() -> {
			boolean start = this.ended;
			this.ended = false;
			this.stopping = false;
			if (start && !this.paused) {
				this.intake = CancellationSource.create();
			}
			return start;
		});
	}

	/**
	 * Add a thread that is about to begin, unless the group has ended or already has the
	 * maximum number of threads.
	 * @return whether the thread was added
	 */
	boolean add(Worker worker, int max) {
		return this.lock.decide(() -> !this.ended && this.workers.size() < max && this.workers.add(worker));
	}

	/**
	 * Remove a thread that has ended, or could not be started.
	 * @return whether the thread belonged to the group
	 */
	boolean remove(Worker worker) {
		return this.lock.decide(() -> this.workers.remove(worker));
	}

	/**
	 * Remove a thread that is to end, if the group has more threads than the minimum.
	 */
	boolean removeIfMoreThan(int min, Worker worker) {
		return this.lock.decide(() -> this.workers.size() > min && this.workers.remove(worker));
	}

	/** Return the number of threads, including those about to begin. */
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

	/**
	 * Return the number of values in flight of {@linkplain ShutdownWaiters shutdown
	 * waiters}.
	 */
	int valuesInWaits() {
		return sumOfWaits(Worker::valuesInFlight);
	}

	/**
	 * Return whether all threads are shutdown waiters, so that none will take a value.
	 */
	boolean isStuck() {
		return sumOfWaits((worker) -> 1) == size();
	}

	private int sumOfWaits(ToIntFunction<Worker> property) {
		int sum = 0;
		for (Worker worker : this.workers) {
			Thread thread = worker.thread();
			sum += (thread != null && ShutdownWaiters.isWaiting(thread)) ? property.applyAsInt(worker) : 0;
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

	/**
	 * Take no value until {@link #resume()}, even if the group is started before that.
	 */
	void pause() {
		this.lock.change(() -> {
			this.intake.cancel();
			this.paused = true;
		});
	}

	/**
	 * After a pause or an end, wait until no thread except the calling one takes a value.
	 * @return {@code true} if that happened within the limit, or if the group was resumed
	 * or started again in the meantime
	 */
	boolean awaitIntakeEnd(Duration limit) {
		return this.lock.await(Deadline.after(limit, this.time), POLL,
				() -> !token().isCancelled() || this.workers.stream().noneMatch(WorkerGroup::mayTake));
	}

	private static boolean mayTake(Worker worker) {
		return !worker.isParked() && !worker.isInCall() && !worker.isCurrentThread();
	}

	void resume() {
		this.lock.change(() -> {
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
	 * Let the threads end after the values in flight. Failed calls are not repeated.
	 * @return {@code true} if this call ended the group, {@code false} if it had already
	 * ended
	 */
	boolean end() {
		return this.lock.decide(() -> {
			boolean running = !this.ended;
			this.stopping = true;
			this.ended = true;
			this.intake.cancel();
			return running;
		});
	}

	/**
	 * Let the threads end because no further value will arrive. Failed calls are still
	 * repeated, after their delays.
	 */
	void drained() {
		this.lock.change(() -> {
			this.ended = true;
			this.intake.cancel();
		});
	}

	/** End all retry delays at once, including future ones. */
	void skipRetryDelays() {
		this.lock.change(() -> this.skipsRetryDelays = true);
	}

	/**
	 * Interrupt the threads. A value whose call then fails is given back. Spares the
	 * calling thread, threads that wait for the calling thread, and shutdown waiters.
	 */
	void abort() {
		end();
		this.lock.change(() -> {
			for (Worker worker : this.workers) {
				if (!isWaiting(worker.thread())) {
					worker.abort();
				}
			}
		});
	}

	/**
	 * Wait while the group is paused. If the group has ended, the thread leaves the
	 * group.
	 * @return {@code true} to receive, {@code false} to end
	 */
	boolean awaitTurn(Worker worker) {
		return this.lock.decide(() -> {
			worker.park();
			this.lock.awaitWhile(() -> this.paused && !this.ended && this.workers.contains(worker));
			if (this.ended) {
				this.workers.remove(worker);
			}
			worker.unpark();
			return this.workers.contains(worker);
		});
	}

	/** Wait for a while, or until the group ends. */
	void rest(Worker worker, Duration rest) {
		this.lock.change(worker::park);
		this.lock.await(Deadline.after(rest, this.time), Long.MAX_VALUE, () -> this.ended);
	}

	/**
	 * Wait before the next attempt with the values in flight.
	 * @return {@code true} to make the attempt, {@code false} to give the values back
	 */
	boolean awaitRetry(Worker worker, Duration delay) {
		this.lock.await(Deadline.after(delay, this.time), Long.MAX_VALUE,
				() -> this.stopping || this.skipsRetryDelays || worker.isAborted());
		if (worker.isAborted()) {
			return false;
		}
		Thread.interrupted(); // clears an interrupt that was meant for the failed attempt
		return !this.stopping;
	}

	/**
	 * Wait until all threads have ended, except for the calling thread, threads that wait
	 * for the calling thread, and shutdown waiters.
	 * @param deadline the deadline, by {@link #time()}
	 * @return whether these threads have ended or the group has been started again
	 */
	boolean awaitEnd(long deadline) {
		return StopWaiters.during(this, () -> this.lock.await(deadline, 20 * POLL,
				() -> !this.ended || this.workers.stream().allMatch((worker) -> isWaiting(worker.thread()))));
	}

	private static boolean isWaiting(@Nullable Thread thread) {
		return thread != null && (StopWaiters.isWaitingForCaller(thread) || ShutdownWaiters.isWaiting(thread));
	}

	List<Worker> workers() {
		return this.workers;
	}

}
