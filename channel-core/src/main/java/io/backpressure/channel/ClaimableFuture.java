package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Future that is claimed before the step that decides its result, so that it cannot be
 * completed in another way meanwhile.
 *
 * @param <R> the type of the result
 */
abstract class ClaimableFuture<R> extends CompletableFuture<R> {

	/*
	 * A completion from outside (not by the channel) ends, in one step, only a future
	 * that is not claimed. So a future completed from outside has moved no value, and a
	 * value that was moved is the result of its future. Completing a claimed future waits
	 * for the end of the attempt, and has no effect in a callback of that attempt.
	 */

	private static final int WAITING = 0;

	private static final int CLAIMED = 1;

	private static final int ENDED = 2;

	/** Ended from outside; any thread may complete the future. */
	private static final int ABANDONED = 3;

	/** Largest number of attempts to publish a result. */
	private static final int ATTEMPTS = 100;

	private static final VarHandle STATE;

	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(ClaimableFuture.class, "state", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile int state = CLAIMED;

	private volatile @Nullable Thread claimant = Thread.currentThread();

	/** Claim the future. Returns {@code false} if it is claimed or has ended. */
	final boolean tryClaim() {
		return claimed(STATE.compareAndSet(this, WAITING, CLAIMED));
	}

	/**
	 * Claim the future, waiting for an attempt that is under way.
	 * @return {@code false} if the future has ended, or is claimed by this thread
	 */
	final boolean claim() {
		return claimed(change(CLAIMED));
	}

	private boolean claimed(boolean claimed) {
		if (claimed) {
			this.claimant = Thread.currentThread();
		}
		return claimed;
	}

	private boolean change(int next) {
		for (int turn = 0; !STATE.compareAndSet(this, WAITING, next); turn++) {
			if (this.state >= ENDED || this.claimant == Thread.currentThread()) {
				return false;
			}
			Spin.backOff(turn);
		}
		return true;
	}

	/** Let others claim or complete this future, which this thread has claimed. */
	final void unclaim() {
		this.claimant = null;
		this.state = WAITING;
	}

	/** End this future, which this thread has claimed, before {@link #publish}. */
	final void end() {
		this.state = ENDED;
	}

	final boolean hasEnded() {
		return this.state >= ENDED;
	}

	/**
	 * Publish the result. Runs the dependent stages. Each further attempt runs those that
	 * an error has kept from running.
	 */
	final void publish(@Nullable R result, @Nullable Throwable failure) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			try {
				if (failure == null) {
					super.complete(result);
				}
				else {
					super.completeExceptionally(failure);
				}
				return;
			}
			catch (Throwable ex) {
				// for example no memory for the failure
			}
		}
	}

	/** Called before the future is completed from outside. */
	abstract void abandon();

	/**
	 * End this future from outside. If its result is already decided, wait for that
	 * result, since callers expect a future that they could not complete to be done.
	 * @return whether the caller may complete the future
	 */
	private boolean endFromOutside() {
		StackReserve.check();
		if (change(ABANDONED)) {
			abandon();
			return true;
		}
		for (int turn = 0; !isDone() && this.claimant != Thread.currentThread(); turn++) {
			if (this.state == ABANDONED) {
				return true; // an error may have kept the other thread from completing it
			}
			Spin.backOff(turn);
		}
		return false;
	}

	@Override
	public final boolean complete(R value) {
		return endFromOutside() && super.complete(value);
	}

	@Override
	public final boolean completeExceptionally(Throwable ex) {
		Objects.requireNonNull(ex, "ex must not be null");
		return endFromOutside() && super.completeExceptionally(ex);
	}

	@Override
	public final boolean cancel(boolean mayInterruptIfRunning) {
		return endFromOutside() ? super.cancel(mayInterruptIfRunning) : isCancelled();
	}

	@Override
	public final CompletableFuture<R> completeAsync(Supplier<? extends R> supplier, Executor executor) {
		executor.execute(() -> {
			try {
				complete(supplier.get());
			}
			catch (Throwable ex) {
				completeExceptionally(ex);
			}
		});
		return this;
	}

	/**
	 * Not supported: it would replace a value that was received.
	 * @throws UnsupportedOperationException always
	 */
	@Override
	public final void obtrudeValue(R value) {
		throw obtruded();
	}

	/**
	 * Not supported: it would replace a value that was received.
	 * @throws UnsupportedOperationException always
	 */
	@Override
	public final void obtrudeException(Throwable ex) {
		throw obtruded();
	}

	private static UnsupportedOperationException obtruded() {
		return new UnsupportedOperationException("The result of an asynchronous call of a channel cannot be replaced:"
				+ " use complete, completeExceptionally or cancel");
	}

	@Override
	public final <U> CompletableFuture<U> newIncompleteFuture() {
		return new CompletableFuture<>(); // a dependent stage moves no value
	}

}
