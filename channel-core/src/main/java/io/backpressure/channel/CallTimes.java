package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/**
 * Number of the successful sends or receives of a channel, and the time spent inside
 * them.
 * <p>
 * Calls that waited, and batches, are timed exactly. Of the others only a sample is
 * timed; each sample stands for itself and the calls until the next one. Neither the
 * number nor the total ever decreases.
 */
// used through handles; updated under the version
@SuppressWarnings({ "unused", "NonAtomicVolatileUpdate" })
final class CallTimes {

	/*
	 * All fields that calls write are on one cache line, which either only sends or only
	 * receives use: threads that waited write to it each time, and senders should not
	 * contend with receivers. For the same reason there is no LongAdder, which pads its
	 * cells only once threads collide.
	 *
	 * The number of calls is derived from the number of values moved, and never exceeds
	 * the true number. Calls that are timed exactly are counted before their values are
	 * claimed, so that no sample stands for them. So is the surplus of batches: the
	 * values beyond the first of each batch. Hence an earlier result remains a lower
	 * bound, and a read returns the largest result so far. When no call is under way, the
	 * number of calls is exact; the time is an estimate.
	 *
	 * The version is odd while a sample is recorded. Recording makes no call that could
	 * fail, so no error leaves the version odd.
	 */

	/** Multiplier of the hash that selects the calls to be timed (Knuth's). */
	private static final int HASH = 0x9E3779B9;

	/**
	 * A call is timed if all these bits of its hash are clear, which selects one in 256.
	 */
	private static final int SAMPLED = 0xFF000000;

	/** Marker for a call that did not succeed. */
	static final long FAILED = -1;

	private static final VarHandle EXACT_CALLS = handle("exactCalls", long.class);

	private static final VarHandle EXACT_NANOS = handle("exactNanos", long.class);

	private static final VarHandle SURPLUS = handle("surplus", long.class);

	private static final VarHandle VERSION = handle("version", int.class);

	private static final VarHandle CALLS_READ = handle("callsRead", long.class);

	private static final VarHandle NANOS_READ = handle("nanosRead", long.class);

	// @formatter:off
	private long a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
	// @formatter:on

	/** Calls that are timed exactly, including those under way. */
	private volatile long exactCalls;

	private volatile long exactNanos;

	/** Values beyond the first of each batch. */
	private volatile long surplus;

	private volatile int version;

	/** Time of the calls that samples stand for, without those since the last sample. */
	private volatile long sampledNanos;

	/** Number of the calls in {@code sampledNanos}. */
	private volatile long sampledCalls;

	private volatile long lastSample;

	// @formatter:off
	private long b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15;
	// @formatter:on

	private volatile long callsRead;

	private volatile long nanosRead;

	private static VarHandle handle(String field, Class<?> type) {
		try {
			return MethodHandles.lookup().findVarHandle(CallTimes.class, field, type);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/**
	 * Return whether to time the call that moves the value of an index. The hash prevents
	 * samples from aligning with a pattern of calls, such as bursts of a power of two.
	 */
	static boolean isSampled(long index) {
		return ((int) index * HASH & SAMPLED) == 0;
	}

	private void add(VarHandle field, long delta) {
		long ignored = (long) field.getAndAdd(this, delta);
	}

	/** Count a call that will be timed exactly; {@link #end} must follow. */
	void begin() {
		add(EXACT_CALLS, 1);
	}

	/**
	 * Add the time of a call that has begun, or uncount the call if it {@link #FAILED}.
	 */
	void end(long nanos) {
		if (nanos != FAILED) {
			add(EXACT_NANOS, nanos);
		}
		else {
			add(EXACT_CALLS, -1);
		}
	}

	/** Add a call that was timed exactly. */
	void add(long nanos) {
		begin();
		end(nanos);
	}

	/**
	 * Count the values of a batch beyond its first one, before they are claimed. A
	 * negative number uncounts values that were not received.
	 */
	void surplus(int values) {
		if (values != 0) {
			add(SURPLUS, values);
		}
	}

	/**
	 * Record the time of a call that did not wait.
	 * @param nanos the time inside the call
	 * @param values the number of values moved so far by calls of all kinds
	 */
	void sample(long nanos, long values) {
		int version = this.version;
		if ((version & 1) == 0 && VERSION.compareAndSet(this, version, version + 1)) {
			long before = values - this.surplus - this.exactCalls - 1;
			if (before > this.sampledCalls) {
				this.sampledNanos += this.lastSample * (before - this.sampledCalls);
				this.sampledCalls = before;
			}
			this.lastSample = nanos;
			this.version = version + 2;
		}
	}

	/** Return the number of calls that moved the given number of values. */
	long calls(long values) {
		return largest(CALLS_READ, values - this.surplus);
	}

	/** Return the time inside the calls that moved the given number of values. */
	Duration total(long values) {
		return Duration.ofNanos(totalNanos(values));
	}

	/** Return the mean time inside the calls that moved the given number of values. */
	Duration average(long values) {
		long calls = calls(values);
		return (calls > 0) ? Duration.ofNanos(totalNanos(values) / calls) : Duration.ZERO;
	}

	private long totalNanos(long values) {
		for (int turn = 0;; turn++) {
			int version = this.version;
			long exact = this.exactNanos;
			long calls = values - this.surplus - this.exactCalls;
			long sampled = this.sampledNanos + this.lastSample * Math.max(0, calls - this.sampledCalls);
			if ((version & 1) == 0 && this.version == version) {
				return largest(NANOS_READ, exact + sampled);
			}
			Spin.backOff(turn);
		}
	}

	private long largest(VarHandle field, long value) {
		long read = (long) field.getVolatile(this);
		while (value > read && !field.compareAndSet(this, read, value)) {
			read = (long) field.getVolatile(this);
		}
		return Math.max(read, value);
	}

}
