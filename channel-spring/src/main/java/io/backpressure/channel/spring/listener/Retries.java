package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Repeats a call that has failed, as often and after such delays as Spring Framework's
 * {@link RetryPolicy} and {@link BackOff} say. The wait itself is the caller's, so that
 * it can be ended.
 */
final class Retries {

	/** Default of {@code retry} settings without a number. */
	private static final int DEFAULT_MAX_RETRIES = 3;

	/** What would fail again, or should not be tried again. */
	private static final List<Class<? extends Throwable>> FATAL = List.of(Error.class, ClassCastException.class,
			InterruptedException.class, ClosedTargetException.class);

	private final @Nullable RetryPolicy policy;

	/**
	 * Create from settings.
	 * @throws IllegalArgumentException if one is out of range
	 */
	Retries(ListenerOptions.@Nullable Retry settings) {
		this.policy = (settings != null) ? policy(settings) : null;
	}

	private static RetryPolicy policy(ListenerOptions.Retry settings) {
		List<Class<? extends Throwable>> fatal = new ArrayList<>(FATAL);
		if (settings.fatalExceptions() != null) {
			fatal.addAll(settings.fatalExceptions());
		}
		RetryPolicy.Builder policy = RetryPolicy.builder()
			.maxRetries(ListenerSettings.or(settings.maxRetries(), DEFAULT_MAX_RETRIES))
			.delay(ListenerSettings.or(settings.delay(), Duration.ofSeconds(1)))
			.jitter(ListenerSettings.or(settings.jitter(), Duration.ZERO))
			.multiplier(ListenerSettings.or(settings.multiplier(), 1.0))
			.excludes(fatal);
		if (settings.maxDelay() != null) {
			policy.maxDelay(settings.maxDelay());
		}
		return policy.build();
	}

	/**
	 * Repeat a call whose first attempt, which is not made here, has failed: a call that
	 * succeeds at once pays nothing for what may follow.
	 * @param first what the first attempt threw
	 * @param call the call
	 * @param wait waits for the delay before an attempt
	 * @return how the call failed in the end, or {@code null} if it succeeded
	 */
	@Nullable Failure repeat(Throwable first, Call call, Wait wait) {
		RetryPolicy policy = this.policy;
		if (policy == null) {
			return new Failure(first, 1, false);
		}
		BackOffExecution backOff = policy.getBackOff().start();
		Throwable last = first;
		for (int attempts = 1;; attempts++) {
			long millis = policy.shouldRetry(last) ? backOff.nextBackOff() : BackOffExecution.STOP;
			if (millis == BackOffExecution.STOP) {
				return new Failure(last, attempts, false);
			}
			if (!wait.await(Duration.ofMillis(millis))) {
				return new Failure(last, attempts, true);
			}
			try {
				call.run();
				return null;
			}
			catch (Throwable ex) {
				last = ex;
			}
		}
	}

	/** A call that may be repeated. */
	interface Call {

		void run() throws Throwable;

	}

	/** Waits before an attempt. */
	interface Wait {

		/**
		 * Wait for a delay.
		 * @return whether to make the attempt
		 */
		boolean await(Duration delay);

	}

	/**
	 * How a call failed.
	 *
	 * @param cause what the last attempt threw
	 * @param attempts how many there were
	 * @param unfinished whether there would have been more, had the listener not stopped
	 */
	record Failure(Throwable cause, int attempts, boolean unfinished) {

	}

}
