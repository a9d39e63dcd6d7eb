package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Explicit settings of a listener. A component that is {@code null} is not set.
 *
 * @param concurrency Number of threads, such as 4, or bounds, such as 2-8.
 * @param batchSize Largest number of values in a batch.
 * @param batchTimeout Longest time for which a batch is gathered after its first value.
 * @param autoStartup Whether the listener is started with the application context.
 * @param errorHandler Name of the error handler bean for values that could not be
 * handled.
 * @param deadLetter Name of the channel to which values that could not be handled are
 * sent with their cause.
 * @param sendTo Name of the channel to which results are sent.
 * @param idleInterval Time without a value after which an event is published; zero for
 * none.
 * @param retry Retry of a failed call.
 * @since 0.1.0
 */
public record ListenerOptions(@Nullable ListenerConcurrency concurrency, @Nullable Integer batchSize,
		@Nullable Duration batchTimeout, @Nullable Boolean autoStartup, @Nullable String errorHandler,
		@Nullable String deadLetter, @Nullable String sendTo, @Nullable Duration idleInterval, @Nullable Retry retry) {

	/** Options that set nothing. */
	public static final ListenerOptions NONE = new ListenerOptions(null, null, null, null, null, null, null, null,
			null);

	/**
	 * Set the number of threads of the listener.
	 * @param concurrency a number, such as {@code 4}, or bounds, such as {@code 2-8}
	 * @return new options that include this setting
	 * @throws IllegalArgumentException if the text is neither, or if the lower bound is
	 * below 1 or above the upper one
	 */
	public ListenerOptions withConcurrency(String concurrency) {
		return new ListenerOptions(ListenerConcurrency.valueOf(concurrency), null, null, null, null, null, null, null,
				null)
			.or(this);
	}

	/**
	 * Set the size of batches and how long they are gathered.
	 * @param batchSize the largest number of values in a batch
	 * @param batchTimeout the longest time for which a batch is gathered after its first
	 * value
	 * @return new options that include these settings
	 */
	public ListenerOptions withBatch(int batchSize, Duration batchTimeout) {
		return new ListenerOptions(null, batchSize, batchTimeout, null, null, null, null, null, null).or(this);
	}

	/**
	 * Set the retry of a failed call.
	 * @param maxRetries the maximum number of repetitions of a failed call
	 * @param delay the delay before the first repetition, and before each further one
	 * unless a multiplier is configured
	 * @return new options that include these settings
	 */
	public ListenerOptions withRetry(int maxRetries, Duration delay) {
		return new ListenerOptions(null, null, null, null, null, null, null, null,
				new Retry(maxRetries, delay, null, null, null, null))
			.or(this);
	}

	/**
	 * Set the channel to which values that could not be handled are sent. This channel
	 * replaces the error handler of these options, if there is one.
	 * @param deadLetter the name of the channel
	 * @return new options that include this setting
	 */
	public ListenerOptions withDeadLetter(String deadLetter) {
		return new ListenerOptions(null, null, null, null, null, deadLetter, null, null, null).or(this);
	}

	/**
	 * Return these options, completed by others. An error handler and a dead-letter
	 * channel exclude each other: if these options set one of them, neither is taken from
	 * the others.
	 * @param others options of lower precedence
	 * @return the options set here, and those of the others that are not set here
	 */
	public ListenerOptions or(ListenerOptions others) {
		// a listener has an error handler or a dead-letter channel, not both
		boolean handled = this.errorHandler != null || this.deadLetter != null;
		return new ListenerOptions(first(others, ListenerOptions::concurrency),
				first(others, ListenerOptions::batchSize), first(others, ListenerOptions::batchTimeout),
				first(others, ListenerOptions::autoStartup), handled ? this.errorHandler : others.errorHandler(),
				handled ? this.deadLetter : others.deadLetter(), first(others, ListenerOptions::sendTo),
				first(others, ListenerOptions::idleInterval), retryOr(others.retry()));
	}

	/** Return these options with {@code autoStartup} set to {@code false}. */
	ListenerOptions withoutStartup() {
		return new ListenerOptions(null, null, null, false, null, null, null, null, null).or(this);
	}

	private <V> @Nullable V first(ListenerOptions others, Function<ListenerOptions, @Nullable V> option) {
		V own = option.apply(this);
		return (own != null) ? own : option.apply(others);
	}

	private @Nullable Retry retryOr(@Nullable Retry others) {
		if (this.retry == null || others == null) {
			return (this.retry != null) ? this.retry : others;
		}
		return this.retry.or(others);
	}

	/**
	 * Retry settings for a failed call. A component that is {@code null} is not set.
	 *
	 * @param maxRetries Maximum number of times that a failed call is repeated.
	 * @param delay Delay before the first repetition.
	 * @param multiplier Factor by which the delay grows with each further repetition.
	 * @param maxDelay Longest delay between two repetitions.
	 * @param jitter Time by which each delay varies at random, up or down.
	 * @param fatalExceptions Exceptions after which a call is not repeated.
	 */
	public record Retry(@Nullable Integer maxRetries, @Nullable Duration delay, @Nullable Double multiplier,
			@Nullable Duration maxDelay, @Nullable Duration jitter,
			@Nullable List<Class<? extends Throwable>> fatalExceptions) {

		Retry or(Retry others) {
			return new Retry((this.maxRetries != null) ? this.maxRetries : others.maxRetries,
					(this.delay != null) ? this.delay : others.delay,
					(this.multiplier != null) ? this.multiplier : others.multiplier,
					(this.maxDelay != null) ? this.maxDelay : others.maxDelay,
					(this.jitter != null) ? this.jitter : others.jitter,
					(this.fatalExceptions != null) ? this.fatalExceptions : others.fatalExceptions);
		}

	}

}
