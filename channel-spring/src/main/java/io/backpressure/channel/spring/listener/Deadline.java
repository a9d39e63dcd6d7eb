package io.backpressure.channel.spring.listener;

import java.time.Duration;

/**
 * Ends of waits, by {@link System#nanoTime()}.
 */
final class Deadline {

	/** A time that nobody will wait for, and that cannot overflow. */
	private static final Duration FOREVER = Duration.ofDays(36_500);

	private Deadline() {
	}

	/** Return when a time from now will have passed. */
	static long after(Duration time) {
		return System.nanoTime() + ((time.compareTo(FOREVER) < 0) ? time : FOREVER).toNanos();
	}

}
