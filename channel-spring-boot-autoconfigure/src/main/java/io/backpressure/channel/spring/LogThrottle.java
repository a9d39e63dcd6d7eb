package io.backpressure.channel.spring;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Limits how often something that repeats is logged: its first occurrence, and then one
 * line a period. Thread-safe.
 */
public final class LogThrottle {

	private final long period;

	private final LongAdder occurrences = new LongAdder();

	/** When the next line is due, by {@link System#nanoTime()}. */
	private final AtomicLong due = new AtomicLong(System.nanoTime());

	/**
	 * Create a throttle whose first line is due at once.
	 * @param period the shortest time between two lines
	 */
	public LogThrottle(Duration period) {
		this.period = period.toNanos();
	}

	/**
	 * Count an occurrence, and return whether to log it.
	 * @return zero if no line is due, and otherwise the number of occurrences since the
	 * last line, this one included
	 */
	public long count() {
		this.occurrences.increment();
		long now = System.nanoTime();
		long due = this.due.get();
		if (now - due < 0 || !this.due.compareAndSet(due, now + this.period)) {
			return 0;
		}
		return Math.max(1, this.occurrences.sumThenReset());
	}

}
