package io.backpressure.channel.test;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * Control of the calls of one listener. It can stall calls, so that they wait, and can
 * make calls fail. It also tracks the threads that are in a call. Thread-safe.
 */
final class CallControl {

	private volatile @Nullable Stall stall;

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	/** Arguments of the current calls, by the threads that are in these calls. */
	private final Map<Thread, Object> calls = new ConcurrentHashMap<>();

	/**
	 * Exceptions of failed calls, by the threads that have neither repeated the call nor
	 * settled its value yet. To settle a value is to recover, dead-letter or discard it.
	 */
	private final Map<Thread, Throwable> unsettled = Collections.synchronizedMap(new WeakHashMap<>());

	void begin(Object argument) {
		Thread thread = Thread.currentThread();
		this.unsettled.remove(thread);
		this.calls.put(thread, argument);
	}

	void end() {
		this.calls.remove(Thread.currentThread());
	}

	void failed(Throwable ex) {
		this.unsettled.put(Thread.currentThread(), ex);
	}

	void settled() {
		this.unsettled.remove(Thread.currentThread());
	}

	void awaitRelease() throws InterruptedException {
		Stall stall = this.stall;
		if (stall != null) {
			stall.met = true;
			stall.released.await();
		}
	}

	@Nullable Throwable nextFailure() {
		return this.failures.poll();
	}

	void stall() {
		if (!isStalled()) {
			this.stall = new Stall();
		}
	}

	boolean isStalled() {
		return this.stall != null;
	}

	/** Return whether the listener is stalled, and no call has begun since. */
	boolean isStallUnmet() {
		Stall stall = this.stall;
		return stall != null && !stall.met;
	}

	void release() {
		Stall stall = this.stall;
		if (stall != null) {
			this.stall = null;
			stall.released.countDown();
		}
	}

	void failNext(Throwable exception) {
		this.failures.add(exception);
	}

	/** Return the exceptions that no call has thrown yet. */
	List<Throwable> failures() {
		return List.copyOf(this.failures);
	}

	/**
	 * Return the arguments of the current calls, by the threads that are in these calls.
	 */
	Map<Thread, Object> calls() {
		return Map.copyOf(this.calls);
	}

	/** Return the number of threads that wait or are blocked within a call. */
	long waitingInCall() {
		return this.calls.keySet().stream().filter((thread) -> isWaiting(thread.getState())).count();
	}

	private static boolean isWaiting(Thread.State state) {
		return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING || state == Thread.State.BLOCKED;
	}

	/**
	 * Return the exceptions of failed calls, by the threads that have neither repeated
	 * the call nor settled its value yet. Such a thread either waits to repeat the call,
	 * or will settle the value.
	 */
	Map<Thread, Throwable> unsettled() {
		Map<Thread, Throwable> copy = new WeakHashMap<>();
		for (Thread thread : this.unsettled.keySet().toArray(new Thread[0])) {
			Throwable ex = this.unsettled.get(thread);
			if (ex != null && thread.isAlive()) {
				copy.put(thread, ex);
			}
		}
		return copy;
	}

	void reset() {
		release();
		this.failures.clear();
	}

	/** Stall, in which each call that begins waits for the release. */
	private static final class Stall {

		private final CountDownLatch released = new CountDownLatch(1);

		private volatile boolean met;

	}

}
