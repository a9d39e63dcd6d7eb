package io.backpressure.channel.spring.support;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Limits how often something that repeats is logged: its first occurrence, and then one
 * line a period. After it has not occurred for a while, the next occurrence counts as a
 * first one again. Thread-safe.
 */
public final class LogThrottle {

	private final long period;

	private final long quiet;

	private final LongSupplier nanoTime;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock, as all below. */
	private boolean logged;

	private long lastLine;

	private long lastOccurrence;

	private long count;

	/**
	 * Creates a throttle whose first line is due at once.
	 * @param period the shortest time between two lines
	 * @param quiet the time without an occurrence after which the next one is a first one
	 * @param nanoTime the time, as of {@link System#nanoTime()}
	 */
	public LogThrottle(Duration period, Duration quiet, LongSupplier nanoTime) {
		this.period = period.toNanos();
		this.quiet = quiet.toNanos();
		this.nanoTime = nanoTime;
	}

	/**
	 * Counts an occurrence.
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
	 * Returns how many occurrences have not been logged since the last line, and counts
	 * them as logged.
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
	 * A line that is due.
	 *
	 * @param first whether its occurrence is a first one
	 * @param omitted the number of occurrences between the last line and this one
	 */
	public record Line(boolean first, long omitted) {

	}

}
