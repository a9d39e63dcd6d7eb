package io.backpressure.channel.spring.monitor;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a channel is watched for.
 *
 * @param watermark when events are published, or {@code null} for never
 * @param utilizationAbove from when on it is unhealthy for being full;
 * {@link UtilizationLimit#NEVER} for a channel that may be full, and {@code null} for one
 * of which that is worth a notice and no alarm
 * @param stalledAfter how long values may wait while nobody receives before it is
 * unhealthy; zero for a channel whose values may wait, and {@code null} for one of which
 * that is worth a notice and no alarm
 */
public record WatchSettings(@Nullable Watermark watermark, @Nullable UtilizationLimit utilizationAbove,
		@Nullable Duration stalledAfter) {

	/**
	 * What a channel is watched for that has no settings.
	 */
	public static final WatchSettings NONE = new WatchSettings(null, null, null);

}
