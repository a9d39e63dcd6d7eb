package io.backpressure.channel;

import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Helper that waits for the results of futures.
 */
final class Futures {

	private Futures() {
	}

	/** Wait for the result. A failure fails the test. */
	static <T> T get(CompletableFuture<T> future) throws InterruptedException {
		try {
			return future.get(2, TimeUnit.MINUTES);
		}
		catch (ExecutionException ex) {
			throw new AssertionError("the call failed", ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new AssertionError("the call did not end", ex);
		}
	}

	/**
	 * Return the result of a call, or {@code null} if its future was cancelled or timed
	 * out. One of four actions is selected at random: cancel the future at once, wait for
	 * a random time after which the future either times out or is cancelled, or wait for
	 * the result without a limit. An interrupt cancels the future.
	 * @throws ChannelException if the call failed
	 */
	static <T> @Nullable T resultOrCancelled(CompletableFuture<T> future, Random random) {
		try {
			switch (random.nextInt(4)) {
				case 0 -> future.cancel(false);
				case 1 -> future.orTimeout(random.nextInt(200_000), TimeUnit.NANOSECONDS).get();
				case 2 -> future.get(random.nextInt(200_000), TimeUnit.NANOSECONDS);
				default -> future.get();
			}
		}
		catch (InterruptedException | ExecutionException | TimeoutException | CancellationException ex) {
			future.cancel(false);
		}
		try {
			return future.getNow(null);
		}
		catch (CancellationException ex) {
			return null;
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof ChannelException failure) {
				throw failure;
			}
			if (ex.getCause() instanceof TimeoutException) {
				return null;
			}
			throw ex;
		}
	}

	/** Wait for the failure. A result fails the test. */
	static Throwable failure(CompletableFuture<?> future) throws InterruptedException {
		try {
			throw new AssertionError("did not fail but returned " + future.get(2, TimeUnit.MINUTES));
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
		catch (TimeoutException ex) {
			throw new AssertionError("the call did not end", ex);
		}
	}

}
