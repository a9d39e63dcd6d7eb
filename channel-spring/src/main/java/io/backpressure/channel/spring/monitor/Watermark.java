package io.backpressure.channel.spring.monitor;

import java.time.Duration;

/**
 * When a channel is told to have filled up, and to have emptied again.
 *
 * @param high the utilization, up to 1, from which on a channel is high
 * @param low the utilization, below the high one, down to which it stays high
 * @param hold how long it has to be there before it is told
 */
public record Watermark(double high, double low, Duration hold) {

	/**
	 * Create a watermark.
	 * @param high the utilization, up to 1, from which on a channel is high
	 * @param low the utilization, below the high one, down to which it stays high
	 * @param hold how long a channel has to be there
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
