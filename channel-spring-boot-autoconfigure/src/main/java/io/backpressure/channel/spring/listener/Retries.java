package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;

/**
 * Repeats a call that has failed, by Spring Framework's retry support.
 */
final class Retries {

	/** Of {@code retry} settings that do not say how often. */
	private static final int DEFAULT_MAX_RETRIES = 3;

	/** What would fail again, or should not be tried again. */
	private static final List<Class<? extends Throwable>> FATAL = List.of(Error.class, ClassCastException.class,
			InterruptedException.class);

	private final @Nullable RetryTemplate template;

	/**
	 * Create from settings.
	 * @throws IllegalArgumentException if one is out of range
	 */
	Retries(ListenerOptions.@Nullable Retry settings) {
		this.template = (settings != null) ? new RetryTemplate(policy(settings)) : null;
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
	 * @return how it failed in the end, or {@code null} if it succeeded
	 */
	@Nullable Failure repeat(Throwable first, Call call) {
		RetryTemplate template = this.template;
		if (template == null) {
			return new Failure(first, 1);
		}
		Attempts attempts = new Attempts(first, call);
		try {
			template.execute(attempts);
			return null;
		}
		catch (RetryException ex) {
			return new Failure(ex.getLastException(), attempts.count);
		}
	}

	/** A call that may be repeated. */
	interface Call {

		void run() throws Throwable;

	}

	/**
	 * How a call failed.
	 *
	 * @param cause what the last attempt threw
	 * @param attempts how many there were
	 */
	record Failure(Throwable cause, int attempts) {

	}

	/** The first of these has been made: it fails as it did. */
	private static final class Attempts implements Retryable<Boolean> {

		private final Throwable first;

		private final Call call;

		private int count;

		Attempts(Throwable first, Call call) {
			this.first = first;
			this.call = call;
		}

		@Override
		public Boolean execute() throws Throwable {
			this.count++;
			if (this.count == 1) {
				throw this.first;
			}
			this.call.run();
			return true;
		}

		@Override
		public String getName() {
			return "channel listener";
		}

	}

}
