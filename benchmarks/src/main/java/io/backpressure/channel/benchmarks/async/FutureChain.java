package io.backpressure.channel.benchmarks.async;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Chain of asynchronous calls, each of which begins when the one before has completed. It
 * neither blocks a thread nor recurses, even if many successive calls return a completed
 * future.
 *
 * @param <T> the type of the results
 */
final class FutureChain<T> {

	private final int count;

	private final IntFunction<CompletableFuture<T>> call;

	private final Consumer<? super T> action;

	private final CompletableFuture<Object> finished = new CompletableFuture<>();

	/**
	 * Number of calls of {@link #resume} that have not been handled yet. The thread that
	 * increases this number from zero handles all of them, including those that other
	 * threads add in the meantime. So only one thread at a time accesses the fields
	 * below.
	 */
	private final AtomicInteger resumptions = new AtomicInteger();

	private int next;

	private @Nullable CompletableFuture<T> pending;

	/**
	 * Create a chain.
	 * @param count the number of calls
	 * @param call starts the call for an index
	 * @param action the action for each result
	 */
	FutureChain(int count, IntFunction<CompletableFuture<T>> call, Consumer<? super T> action) {
		this.count = count;
		this.call = call;
		this.action = action;
	}

	CompletableFuture<?> start(Executor executor) {
		executor.execute(this::resume);
		return this.finished;
	}

	private void resume() {
		if (this.resumptions.getAndIncrement() != 0) {
			return;
		}
		do {
			try {
				callUntilPending();
			}
			catch (RuntimeException | Error ex) {
				this.finished.completeExceptionally(ex);
			}
		}
		while (this.resumptions.decrementAndGet() != 0);
	}

	private void callUntilPending() {
		CompletableFuture<T> future = this.pending;
		if (future != null) {
			this.action.accept(future.join());
		}
		while (this.next < this.count) {
			future = this.call.apply(this.next++);
			if (!future.isDone()) {
				this.pending = future;
				CompletableFuture<T> unused = future.whenComplete((result, failure) -> resume());
				return;
			}
			this.action.accept(future.join());
		}
		this.finished.complete(this);
	}

}
