package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
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

	private final Monitor monitor = new Monitor();

	/** Written under the monitor; includes threads that are about to begin. */
	private final List<Worker> workers = new CopyOnWriteArrayList<>();

	private volatile CancellationSource intake = CancellationSource.create();

	/** Guarded by the monitor. */
	private boolean hurried;

	/** Written under the monitor, as the next. */
	private volatile boolean paused;

	/** Whether values in hand are to be given back instead of retried. */
	private volatile boolean stopping;

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
		return this.monitor.decide(() -> {
			boolean start = this.ended;
			this.ended = false;
			this.stopping = false;
			if (start && !this.paused) {
				this.intake = CancellationSource.create();
			}
			return start;
		});
	}

	/** Add a thread that is about to begin, unless there are that many. */
	boolean add(Worker worker, int max) {
		return this.monitor.decide(() -> !this.ended && this.workers.size() < max && this.workers.add(worker));
	}

	/**
	 * Remove a thread that has ended, or could not be started.
	 * @return whether it was one of the group
	 */
	boolean remove(Worker worker) {
		return this.monitor.decide(() -> this.workers.remove(worker));
	}

	/** Remove a thread that is to end if there are more than that many. */
	boolean removeIfMoreThan(int min, Worker worker) {
		return this.monitor.decide(() -> this.workers.size() > min && this.workers.remove(worker));
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
		this.monitor.change(() -> {
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
		return this.monitor.await(Deadline.after(limit), POLL,
				() -> !token().isCancelled() || this.workers.stream().noneMatch(WorkerGroup::mayTake));
	}

	private static boolean mayTake(Worker worker) {
		return !worker.isParked() && !worker.isInCall() && !worker.isCurrentThread();
	}

	void resume() {
		this.monitor.change(() -> {
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
		return this.monitor.decide(() -> {
			boolean running = !this.ended;
			this.stopping = true;
			this.ended = true;
			this.intake.cancel();
			return running;
		});
	}

	/**
	 * Let the threads end because no value will come any more. Values in hand are brought
	 * to their end, delays before repetitions included.
	 */
	void drained() {
		this.monitor.change(() -> {
			this.ended = true;
			this.intake.cancel();
		});
	}

	/** Make all retry delays end at once, those to come included. */
	void hurry() {
		this.monitor.change(() -> this.hurried = true);
	}

	/**
	 * Let the threads give up the values in hand, and interrupt them: all but the calling
	 * one, and those that wait for it or for the end.
	 */
	void abort() {
		end();
		this.monitor.change(() -> {
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
		return this.monitor.decide(() -> {
			worker.park();
			this.monitor.awaitWhile(() -> this.paused && !this.ended && this.workers.contains(worker));
			if (this.ended) {
				this.workers.remove(worker);
			}
			worker.unpark();
			return this.workers.contains(worker);
		});
	}

	/** Wait for a while, or until the group ends. */
	void rest(Worker worker, Duration time) {
		this.monitor.change(worker::park);
		this.monitor.await(Deadline.after(time), Long.MAX_VALUE, () -> this.ended);
	}

	/**
	 * Wait before the next attempt with the values in hand.
	 * @return whether to make it; if not, to give the values back
	 */
	boolean awaitRetry(Worker worker, Duration delay) {
		this.monitor.await(Deadline.after(delay), Long.MAX_VALUE,
				() -> this.stopping || this.hurried || worker.isAborted());
		if (worker.isAborted()) {
			return false;
		}
		Thread.interrupted(); // not by us: it was meant for the attempt that has failed
		return !this.stopping;
	}

	/**
	 * Wait until all threads have ended, except for the calling one and for those that
	 * wait for it or for the end.
	 * @param deadline until when, by {@link System#nanoTime()}
	 * @return whether they have
	 */
	boolean awaitEnd(long deadline) {
		return StopWaits.during(this, () -> this.monitor.await(deadline, 20 * POLL,
				() -> !this.ended || this.workers.stream().allMatch((worker) -> isWaiting(worker.thread()))));
	}

	private static boolean isWaiting(@Nullable Thread thread) {
		return thread != null && (StopWaits.isWaitingForCaller(thread) || EndWaits.isWaiting(thread));
	}

	List<Worker> workers() {
		return this.workers;
	}

}
