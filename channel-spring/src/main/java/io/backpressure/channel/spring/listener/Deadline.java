package io.backpressure.channel.spring.listener;

import java.time.Duration;

import io.backpressure.channel.spring.support.TimeSource;

/**
 * Deadlines measured by a {@link TimeSource}.
 */
final class Deadline {

	/** A time longer than any caller waits, and short enough not to overflow. */
	private static final Duration FOREVER = Duration.ofDays(36_500);

	private Deadline() {
	}

	/** Return the deadline that is a given time from now. */
	static long after(Duration time, TimeSource source) {
		return source.nanoTime() + ((time.compareTo(FOREVER) < 0) ? time : FOREVER).toNanos();
	}

}
