package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/**
 * The time spent inside the successful sends, or receives, of a channel.
 * <p>
 * Calls that waited are added exactly. Of the others only some are timed; each stands for
 * all calls without a wait since the one timed before it, so that the total never
 * decreases and a burst is weighed by its size. The calls since the last one timed are
 * not yet in the total, nor in the count that the mean divides it by.
 */
@SuppressWarnings("unused") // padding, and what is written through handles
final class CallTimes {

	/*
	 * All on one cache line that is the side's own: threads of a side that waited have
	 * something to write here each time, and should not meet the other side over it. That
	 * is also why there is no LongAdder, which pads its cells only once threads collide.
	 */

	private static final VarHandle WAITED_CALLS = handle("waitedCalls");

	private static final VarHandle WAITED_NANOS = handle("waitedNanos");

	private static final VarHandle SAMPLED_CALLS = handle("sampledCalls");

	private static final VarHandle SAMPLED_NANOS = handle("sampledNanos");

	private static final VarHandle SURPLUS = handle("surplus");

	// @formatter:off
	private long a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
	// @formatter:on

	private volatile long waitedCalls;

	private volatile long waitedNanos;

	/** Calls without a wait that the timed ones stand for. */
	private volatile long sampledCalls;

	private volatile long sampledNanos;

	/** Values beyond the first of each batch. */
	private volatile long surplus;

	// @formatter:off
	private long b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15;
	// @formatter:on

	private static VarHandle handle(String field) {
		try {
			return MethodHandles.lookup().findVarHandle(CallTimes.class, field, long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private void add(VarHandle field, long delta) {
		long ignored = (long) field.getAndAdd(this, delta);
	}

	/** Add a call that waited. */
	void waited(long nanos) {
		add(WAITED_NANOS, nanos);
		add(WAITED_CALLS, 1);
	}

	/** Note that a call, still to be added, moved several values. */
	void batch(int values) {
		add(SURPLUS, values - 1);
	}

	/**
	 * Add a call that did not wait.
	 * @param nanos the time that it took
	 * @param values the values moved so far by calls of all kinds
	 */
	void sampled(long nanos, long values) {
		long before = this.sampledCalls;
		long now = calls(values) - this.waitedCalls;
		if (now > before && SAMPLED_CALLS.compareAndSet(this, before, now)) {
			add(SAMPLED_NANOS, nanos * (now - before));
		}
	}

	/** The calls that moved so many values. */
	long calls(long values) {
		return values - this.surplus;
	}

	Duration total() {
		return Duration.ofNanos(this.waitedNanos + this.sampledNanos);
	}

	Duration average() {
		long calls = this.waitedCalls + this.sampledCalls;
		return (calls != 0) ? total().dividedBy(calls) : Duration.ZERO;
	}

}
