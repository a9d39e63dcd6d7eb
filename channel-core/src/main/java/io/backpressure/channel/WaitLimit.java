package io.backpressure.channel;

import java.time.Duration;
import java.util.Objects;

import io.backpressure.channel.ChannelTimeoutException.Limit;

/**
 * Arithmetic of the limits on a wait, in plain nanoseconds, since a wait must not
 * allocate.
 */
final class WaitLimit {

	/** No limit. */
	static final long FOREVER = Long.MAX_VALUE;

	private WaitLimit() {
	}

	/**
	 * Convert a duration given by a caller. If it is too long for nanoseconds (292
	 * years), it becomes {@link #FOREVER}.
	 */
	static long nanos(Duration duration, String argument) {
		Objects.requireNonNull(duration, () -> argument + " must not be null");
		if (duration.isNegative()) {
			throw new IllegalArgumentException(argument + " must not be negative, but is " + duration);
		}
		try {
			return duration.toNanos();
		}
		catch (ArithmeticException ex) {
			return FOREVER;
		}
	}

	/** Return the earliest of the three limits on a call. */
	static long earliest(long call, CancellationToken token, long channel) {
		long earliest = Math.min(call, channel);
		return (token != CancellationToken.NONE) ? Math.min(earliest, token.remainingNanos()) : earliest;
	}

	/** Return the time left of a limit that has been running since {@code start}. */
	static long remaining(long limit, long start) {
		return (limit != FOREVER) ? remaining(limit, start, System.nanoTime()) : FOREVER;
	}

	/** Return the time left of a limit at the time {@code now}. */
	static long remaining(long limit, long start, long now) {
		return (limit != FOREVER) ? Math.max(0, limit - (now - start)) : FOREVER;
	}

	/**
	 * Return the kind of the limit that {@link #earliest} returned. Of equal limits, that
	 * of the call comes first, then that of the channel.
	 */
	static Limit kind(long earliest, long call, long channel) {
		if (earliest == call) {
			return Limit.CALL;
		}
		return (earliest == channel) ? Limit.CHANNEL : Limit.TOKEN;
	}

}
