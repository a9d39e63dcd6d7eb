package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Retries of a failed call, with the number and delays that Spring Framework's
 * {@link RetryPolicy} and {@link BackOff} specify. The caller implements the wait, so
 * that it can end a delay early.
 */
final class Retries {

	/** Maximum number of retries if the {@code retry} settings do not specify one. */
	private static final int DEFAULT_MAX_RETRIES = 3;

	/** Exceptions after which a call would fail again, or must not be repeated. */
	private static final List<Class<? extends Throwable>> FATAL = List.of(Error.class, ClassCastException.class,
			InterruptedException.class, ClosedTargetException.class);

	private final @Nullable RetryPolicy policy;

	/**
	 * Create retries from settings.
	 * @param settings the settings, or {@code null} to repeat no call
	 * @throws IllegalArgumentException if a setting is out of range
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
	 * Repeat a call whose first attempt has already failed. The first attempt is made by
	 * the caller, so that a call that succeeds at once costs nothing extra.
	 * @param first the exception of the first attempt
	 * @param call the call
	 * @param wait waits for the delay before an attempt
	 * @return the final failure, or {@code null} if the call succeeded
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

	/** Call that may be repeated. */
	interface Call {

		void run() throws Throwable;

	}

	/** Wait before an attempt. */
	interface Wait {

		/**
		 * Wait for a delay.
		 * @return whether to make the attempt
		 */
		boolean await(Duration delay);

	}

	/**
	 * Final failure of a call.
	 *
	 * @param cause the exception of the last attempt
	 * @param attempts the number of attempts
	 * @param unfinished whether the value is to be given back because the listener stops
	 */
	record Failure(Throwable cause, int attempts, boolean unfinished) {

	}

}
