package io.backpressure.channel.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Asynchronous calls of a {@link FaultRound}.
 *
 * @param <R> the type of the results
 */
final class FaultCalls<R> {

	private static final int MOST_PENDING = 20;

	private final Queue<CompletableFuture<R>> futures = new ConcurrentLinkedQueue<>();

	/**
	 * Return one of four executors at random: the common pool, the calling thread, one
	 * that rejects every task, or the common pool with {@link Faults} in each task.
	 */
	static Executor executor(RandomGenerator random, int rarity) {
		return switch (random.nextInt(4)) {
			case 0 -> ForkJoinPool.commonPool();
			case 1 -> Runnable::run;
			case 2 -> (task) -> {
				throw new RejectedExecutionException("injected");
			};
			default -> {
				Random seeds = new Random(random.nextLong());
				yield (task) -> ForkJoinPool.commonPool().execute(() -> runWithFaults(task, seeds.nextLong(), rarity));
			}
		};
	}

	/**
	 * Run a task with faults. If the task throws, run it again without faults, as if
	 * another executor had accepted it.
	 */
	private static void runWithFaults(Runnable task, long seed, int rarity) {
		Faults.atRandom(seed, rarity);
		try {
			task.run();
		}
		catch (Throwable ex) {
			Faults.off();
			task.run();
		}
		finally {
			Faults.off();
		}
	}

	/**
	 * Keep the future of a call. Then, at random, cancel the future, wait briefly for it,
	 * or do nothing.
	 */
	void add(CompletableFuture<R> future, Random random) throws InterruptedException {
		this.futures.add(future);
		try {
			switch (random.nextInt(3)) {
				case 0 -> cancel(future);
				case 1 -> future.get(20, TimeUnit.MICROSECONDS);
				default -> {
					// stays pending
				}
			}
		}
		catch (ExecutionException | TimeoutException ex) {
			// may still be pending
		}
	}

	private static void cancel(CompletableFuture<?> future) {
		try {
			future.cancel(false);
		}
		catch (Throwable ex) {
			Faults.off(); // the error may have prevented the cancellation
			future.cancel(false);
		}
	}

	boolean areMany() {
		return this.futures.stream().filter((future) -> !future.isDone()).count() > MOST_PENDING;
	}

	boolean areDone() {
		return this.futures.stream().allMatch(CompletableFuture::isDone);
	}

	/** Return the results of the calls that have succeeded. */
	List<R> results() {
		List<R> results = new ArrayList<>();
		for (CompletableFuture<R> future : this.futures) {
			if (!future.isCompletedExceptionally()) {
				results.add(future.join());
			}
		}
		return results;
	}

}
