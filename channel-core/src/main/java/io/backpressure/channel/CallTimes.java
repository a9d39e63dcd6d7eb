package io.backpressure.channel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The time spent inside the successful sends, or receives, of a channel.
 * <p>
 * Calls that waited are added exactly. Of the others only some are timed; each stands for
 * all calls without a wait since the one timed before it, so that the total never
 * decreases and a burst is weighed by its size. The calls since the last one timed are
 * not yet in the total, nor in the count that the mean divides it by.
 */
final class CallTimes {

	private final LongAdder waitedCalls = new LongAdder();

	private final LongAdder waitedNanos = new LongAdder();

	/** Calls without a wait that the timed ones stand for. */
	private final AtomicLong sampledCalls = new AtomicLong();

	private final LongAdder sampledNanos = new LongAdder();

	/** Values beyond the first of each batch. */
	private final LongAdder surplus = new LongAdder();

	/** Add a call that waited. */
	void waited(long nanos) {
		this.waitedNanos.add(nanos);
		this.waitedCalls.increment();
	}

	/** Note that a call, still to be added, moved several values. */
	void batch(int values) {
		this.surplus.add(values - 1);
	}

	/**
	 * Add a call that did not wait.
	 * @param nanos the time that it took
	 * @param values the values moved so far by calls of all kinds
	 */
	void sampled(long nanos, long values) {
		long before = this.sampledCalls.get();
		long now = calls(values) - this.waitedCalls.sum();
		if (now > before && this.sampledCalls.compareAndSet(before, now)) {
			this.sampledNanos.add(nanos * (now - before));
		}
	}

	/** The calls that moved so many values. */
	long calls(long values) {
		return values - this.surplus.sum();
	}

	Duration total() {
		return Duration.ofNanos(this.waitedNanos.sum() + this.sampledNanos.sum());
	}

	Duration average() {
		long calls = this.waitedCalls.sum() + this.sampledCalls.get();
		return (calls != 0) ? total().dividedBy(calls) : Duration.ZERO;
	}

}
