package io.backpressure.channel.spring.listener;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Threads that wait, in a stop, for the threads of a listener to end. Such a thread may
 * itself belong to a listener for whose end another waiting thread waits. If two threads
 * waited for each other in this way, neither would end.
 */
final class StopWaiters {

	/** Length of the longest cycle of waits that is recognized. */
	private static final int MAX_CYCLE = 8;

	private static final Map<Thread, WorkerGroup> WAITS = new ConcurrentHashMap<>();

	private StopWaiters() {
	}

	/** Run a wait for the threads of a group to end, and return its result. */
	static boolean during(WorkerGroup group, BooleanSupplier wait) {
		Thread caller = Thread.currentThread();
		WAITS.put(caller, group);
		try {
			return wait.getAsBoolean();
		}
		finally {
			WAITS.remove(caller);
		}
	}

	/**
	 * Return whether a thread waits for the calling thread to end, directly or through
	 * other waiting threads.
	 * @param thread the thread, or {@code null} if it has not begun
	 */
	static boolean isWaitingForCaller(@Nullable Thread thread) {
		return thread != null && isWaiting(thread, Thread.currentThread(), MAX_CYCLE);
	}

	private static boolean isWaiting(Thread waiting, Thread awaited, int length) {
		WorkerGroup group = WAITS.get(waiting);
		if (group == null) {
			return false;
		}
		if (group.contains(awaited)) {
			return true;
		}
		return length > 0 && group.workers()
			.stream()
			.map(Worker::thread)
			.anyMatch((thread) -> thread != null && thread != waiting && isWaiting(thread, awaited, length - 1));
	}

}
