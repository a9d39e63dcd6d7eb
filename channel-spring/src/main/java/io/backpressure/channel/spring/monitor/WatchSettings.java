package io.backpressure.channel.spring.monitor;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Limits against which a channel is monitored.
 *
 * @param watermark the watermarks whose crossing is published, or {@code null} for none
 * @param utilizationAbove the limit at or above which the channel is unhealthy;
 * {@link UtilizationLimit#NEVER} for a channel that may stay full; {@code null} for a
 * default limit that is shown but does not affect the health
 * @param stalledAfter the time after which buffered values that are not received make the
 * channel unhealthy; zero if values may stay buffered without limit; {@code null} for a
 * default time that is shown but does not affect the health
 * @since 0.1.0
 */
public record WatchSettings(@Nullable Watermark watermark, @Nullable UtilizationLimit utilizationAbove,
		@Nullable Duration stalledAfter) {

	/**
	 * The settings of a channel without configured limits.
	 */
	public static final WatchSettings NONE = new WatchSettings(null, null, null);

}
