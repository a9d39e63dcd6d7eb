package io.backpressure.channel.test;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.backpressure.channel.spring.support.TimeSource;

/**
 * Clock of the listeners and the monitor of the application context under test. It runs
 * like the clock of the system, and a test can move it forward. What is due after the
 * move then happens without a wait.
 * <p>
 * The clock applies to delays before repetitions, idle and batch timeouts, the drain
 * timeout, changes in the number of threads of a listener, the times of health conditions
 * and watermarks, and the intervals of summary events. It does not apply to the times
 * that a channel measures itself: timeouts of sends and receives, the age of values, and
 * the times in statistics. These follow the clock of the system.
 *
 * @since 0.1.0
 */
public class TestClock implements TimeSource {

	/** Longest wait, in nanoseconds, before a waiting thread reads the time again. */
	private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(5);

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private final AtomicLong ahead = new AtomicLong();

	private final List<Runnable> actions = new CopyOnWriteArrayList<>();

	/** Deadlines that threads wait for, or last waited for. */
	private final Map<Thread, Long> waiting = Collections.synchronizedMap(new WeakHashMap<>());

	private volatile BooleanSupplier settled = () -> true;

	/**
	 * Create a clock that shows the time of the system until it is moved.
	 */
	public TestClock() {
	}

	/**
	 * Move the time forward. Before the move, wait until all threads of listeners are
	 * waiting, so that the move applies to the repetitions and batches of all values sent
	 * so far. If not all threads are waiting after five seconds, move nevertheless, and
	 * return. Otherwise, wait again after the move, for up to five seconds, until all
	 * threads are waiting. They have then handled what is due. Conditions and watermarks
	 * of channels are updated before and after the move.
	 * @param time the time to move by
	 * @throws IllegalArgumentException if the time is negative
	 */
	public void advance(Duration time) {
		check(time);
		if (move(time)) {
			Wait.until(LIMIT, this.settled);
		}
	}

	/** Move the time, and return whether all threads of listeners were waiting. */
	private boolean move(Duration time) {
		boolean settled = Wait.until(LIMIT, this.settled);
		this.actions.forEach(Runnable::run);
		// again, since the monitor notices a stall only in its second sample
		this.actions.forEach(Runnable::run);
		this.ahead.addAndGet(time.toNanos());
		this.actions.forEach(Runnable::run);
		return settled;
	}

	/**
	 * Run an action that waits for a deadline, such as closing the application context,
	 * and {@linkplain #advance move} the time forward as soon as the action waits. If the
	 * action returns without such a wait, the time is not moved.
	 * @param action the action, which runs on the calling thread
	 * @param time the time to move by
	 * @throws IllegalArgumentException if the time is negative
	 */
	public void advanceDuring(Runnable action, Duration time) {
		check(time);
		Thread caller = Thread.currentThread();
		AtomicBoolean done = new AtomicBoolean();
		stopWaiting();
		CompletableFuture<Void> move = CompletableFuture.runAsync(() -> {
			Wait.until(Duration.ofDays(1), () -> done.get() || isWaiting(caller));
			if (!done.get()) {
				move(time);
			}
		}, (task) -> new Thread(task, "channel-test-clock").start());
		try {
			action.run();
		}
		finally {
			done.set(true);
			move.join();
		}
	}

	private static void check(Duration time) {
		if (time.isNegative()) {
			throw new IllegalArgumentException("The clock can only be moved forward, not by " + time);
		}
	}

	@Override
	public long nanoTime() {
		return System.nanoTime() + this.ahead.get();
	}

	@Override
	public long remaining(long deadline) {
		long remaining = deadline - nanoTime();
		if (remaining <= 0) {
			stopWaiting();
			return remaining;
		}
		this.waiting.put(Thread.currentThread(), deadline);
		return Math.min(remaining, SLICE);
	}

	@Override
	public void onMove(Runnable action) {
		this.actions.add(action);
	}

	/** Set the condition that a move waits for. */
	void settledWhen(BooleanSupplier settled) {
		this.settled = settled;
	}

	/** Record that the calling thread no longer waits for a deadline. */
	void stopWaiting() {
		this.waiting.remove(Thread.currentThread());
	}

	/**
	 * Return whether a thread waits for a deadline. A thread whose deadline has passed is
	 * about to continue, and so does not count as waiting.
	 */
	boolean isWaiting(Thread thread) {
		Long deadline = this.waiting.get(thread);
		return deadline != null && deadline - nanoTime() > 0;
	}

	/** Return the number of threads of a listener that wait for a deadline. */
	long waiting(String listenerId) {
		return threads(listenerId).filter(this::isWaiting).count();
	}

	/** Return whether a thread of a listener is about to continue after its deadline. */
	boolean isDue(String listenerId) {
		return threads(listenerId).anyMatch((thread) -> {
			Long deadline = this.waiting.get(thread);
			return thread.isAlive() && deadline != null && deadline - nanoTime() <= 0;
		});
	}

	private Stream<Thread> threads(String listenerId) {
		return Stream.of(this.waiting.keySet().toArray(new Thread[0]))
			.filter((thread) -> thread.getName().startsWith(listenerId + "-"));
	}

}
