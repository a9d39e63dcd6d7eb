package io.backpressure.channel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * Dispatch of tasks to the executor of a channel, or elsewhere if the executor rejects
 * them.
 */
final class CallExecutor {

	/** The common pool, unless it has no threads. */
	static final Executor DEFAULT = (ForkJoinPool.getCommonPoolParallelism() > 0) ? ForkJoinPool.commonPool()
			: new CompletableFuture<>().defaultExecutor();

	private static final int ATTEMPTS = 100;

	/** Set once the default executor has accepted a task; racy. */
	private static boolean defaultUsed;

	private CallExecutor() {
	}

	/**
	 * Run an empty first task on the executor, if it is the default one and has not
	 * accepted a task before. Called before a call waits: a first task takes more stack
	 * than a later wake-up may have.
	 */
	static void prepare(Executor executor) {
		if (executor == DEFAULT && !defaultUsed) {
			offer(executor, () -> {
			});
		}
	}

	/**
	 * Execute a task. If the executor rejects the task, for example because it has been
	 * shut down, the default executor runs it; the last resort is the current thread. So
	 * no call waits forever because of its executor.
	 */
	static void execute(Executor executor, Runnable task) {
		if (!dispatch(executor, task)) {
			task.run();
		}
	}

	/**
	 * Pass a task to an executor, or to the default one if that rejects it.
	 * @return {@code false} if both reject it
	 */
	static boolean dispatch(Executor executor, Runnable task) {
		return offer(executor, task) || offer(DEFAULT, task);
	}

	/**
	 * Pass a task to the default executor, from a thread that lacks stack or memory.
	 * Never throws: an error leads to another attempt.
	 * @return {@code false} if no attempt succeeded
	 */
	static boolean dispatchElsewhere(Runnable task) {
		for (int attempts = ATTEMPTS; attempts > 0; attempts--) {
			try {
				if (offer(DEFAULT, task)) {
					return true;
				}
			}
			catch (Throwable ex) {
				// not even enough stack for this attempt
			}
		}
		return false;
	}

	private static boolean offer(Executor executor, Runnable task) {
		try {
			if (executor != DEFAULT || defaultUsed) {
				StackReserve.checkForExecutor();
				executor.execute(task);
			}
			else {
				StackReserve.checkForFirstTask();
				executor.execute(task);
				defaultUsed = true;
			}
			return true;
		}
		catch (Throwable ex) {
			return false;
		}
	}

}
