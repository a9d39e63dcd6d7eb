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
		try {
			executor.execute(task);
		}
		catch (Throwable ex) {
			executeAnyway(task);
		}
	}

	private static void executeAnyway(Runnable task) {
		try {
			DEFAULT.execute(task);
		}
		catch (Throwable ex) {
			task.run();
		}
	}

}
