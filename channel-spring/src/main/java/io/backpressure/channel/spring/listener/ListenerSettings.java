package io.backpressure.channel.spring.listener;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Complete settings of a listener, with defaults applied.
 *
 * @param concurrency the number of threads
 * @param batchSize the largest size of a batch
 * @param batchTimeout the time for which a batch is gathered
 * @param autoStartup whether the listener starts with the context
 * @param idleInterval the time without a value after which an event is published; zero
 * for never
 */
record ListenerSettings(ListenerConcurrency concurrency, int batchSize, Duration batchTimeout, boolean autoStartup,
		Duration idleInterval) {

	private static final ListenerConcurrency ONE = new ListenerConcurrency(1, 1);

	static final int DEFAULT_BATCH_SIZE = 100;

	ListenerSettings {
		if (batchSize < 1) {
			throw new IllegalArgumentException("batch size must be at least 1, but is " + batchSize);
		}
		requireNotNegative("batch timeout", batchTimeout);
		requireNotNegative("idle interval", idleInterval);
	}

	/**
	 * Create settings from options, with defaults for those that are not set.
	 * @throws IllegalArgumentException if an option is out of range
	 */
	static ListenerSettings of(ListenerOptions options) {
		return new ListenerSettings(or(options.concurrency(), ONE), or(options.batchSize(), DEFAULT_BATCH_SIZE),
				or(options.batchTimeout(), Duration.ZERO), or(options.autoStartup(), true),
				or(options.idleInterval(), Duration.ZERO));
	}

	static <V> V or(@Nullable V value, V otherwise) {
		return (value != null) ? value : otherwise;
	}

	private static void requireNotNegative(String name, Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException(name + " must not be negative, but is " + duration);
		}
	}

}
