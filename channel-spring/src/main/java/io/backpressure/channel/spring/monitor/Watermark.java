package io.backpressure.channel.spring.monitor;

import java.time.Duration;

/**
 * The high and the low watermark of a channel, with a hold time.
 *
 * @param high the utilization, at most 1, at or above which a channel becomes high
 * @param low the utilization, below the high one, at or below which the channel becomes
 * low again
 * @param hold the time for which the channel has to stay at or beyond a watermark before
 * the crossing is reported
 * @since 0.1.0
 */
public record Watermark(double high, double low, Duration hold) {

	/**
	 * Create a watermark.
	 * @param high the utilization at or above which a channel becomes high
	 * @param low the utilization at or below which the channel becomes low again
	 * @param hold the time for which the channel has to stay at or beyond a watermark
	 * @throws IllegalArgumentException if {@code 0 <= low < high <= 1} does not hold, or
	 * the hold time is negative
	 */
	public Watermark {
		if (!(low >= 0 && low < high && high <= 1)) {
			throw new IllegalArgumentException(
					"the low watermark must be below the high one, both from 0 to 1, but they are " + low + " and "
							+ high);
		}
		if (hold.isNegative()) {
			throw new IllegalArgumentException("hold must not be negative, but is " + hold);
		}
	}

}
