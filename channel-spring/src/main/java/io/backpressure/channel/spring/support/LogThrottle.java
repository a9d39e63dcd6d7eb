package io.backpressure.channel.spring.support;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Throttle for messages about a recurring event: the first occurrence is logged, and then
 * one line per period. After a quiet time without occurrences, the next one counts as the
 * first again. Thread-safe.
 *
 * @since 0.1.0
 */
public final class LogThrottle {

	private final long period;

	private final long quiet;

	private final LongSupplier nanoTime;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock, as are all fields below. */
	private boolean logged;

	private long lastLine;

	private long lastOccurrence;

	private long count;

	/**
	 * Create a throttle whose first line is due at once.
	 * @param period the shortest time between two lines
	 * @param quiet the time without an occurrence after which the next one counts as the
	 * first
	 * @param nanoTime the clock, such as {@link System#nanoTime()}
	 */
	public LogThrottle(Duration period, Duration quiet, LongSupplier nanoTime) {
		this.period = period.toNanos();
		this.quiet = quiet.toNanos();
		this.nanoTime = nanoTime;
	}

	/**
	 * Count an occurrence.
	 * @return the line to log, or {@code null} if none is due
	 */
	public @Nullable Line count() {
		long now = this.nanoTime.getAsLong();
		this.lock.lock();
		try {
			boolean first = !this.logged || now - this.lastOccurrence >= this.quiet;
			this.logged = true;
			this.lastOccurrence = now;
			if (!first && now - this.lastLine < this.period) {
				this.count++;
				return null;
			}
			this.lastLine = now;
			return new Line(first, takeCount());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how many occurrences since the last line were not logged, and reset that
	 * number to zero.
	 * @return the number of occurrences
	 */
	public long flush() {
		this.lock.lock();
		try {
			return takeCount();
		}
		finally {
			this.lock.unlock();
		}
	}

	private long takeCount() {
		long count = this.count;
		this.count = 0;
		return count;
	}

	/**
	 * Line that is due.
	 *
	 * @param first whether the occurrence is the first
	 * @param omitted the number of occurrences between the last line and this one
	 */
	public record Line(boolean first, long omitted) {

	}

}
