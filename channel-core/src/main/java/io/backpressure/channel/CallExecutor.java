package io.backpressure.channel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * Dispatch of tasks to the executor of a channel, or elsewhere if that rejects them.
 */
final class CallExecutor {

	/** The common pool, unless it has no threads. */
	static final Executor DEFAULT = (ForkJoinPool.getCommonPoolParallelism() > 0) ? ForkJoinPool.commonPool()
			: new CompletableFuture<>().defaultExecutor();

	private CallExecutor() {
	}

	/**
	 * Execute a task. The default executor replaces one that rejects it, for example
	 * because it has been shut down; the last resort is the current thread. So no call
	 * waits forever because of its executor.
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
		try {
			StackReserve.checkForExecutor();
			executor.execute(task);
			return true;
		}
		catch (Throwable ex) {
			return dispatchToDefault(task);
		}
	}

	private static boolean dispatchToDefault(Runnable task) {
		try {
			StackReserve.checkForExecutor();
			DEFAULT.execute(task);
			return true;
		}
		catch (Throwable ex) {
			return false;
		}
	}

}
