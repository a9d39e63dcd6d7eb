package io.backpressure.channel.spring.monitor;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * State of a listener as read by a {@link ChannelMonitor} at one moment.
 *
 * @param id id of the listener
 * @param channelName name of the channel that it receives from
 * @param resting the reason why the listener receives nothing, {@code paused} or
 * {@code stopped}; {@code null} if it receives
 * @param deadLettered values passed to a dead-letter channel so far
 * @param discarded values discarded so far
 * @param longestCall how long the longest call in progress has been running, as far as
 * observed; zero if no call is in progress
 * @since 0.1.0
 */
public record ListenerReading(String id, String channelName, @Nullable String resting, long deadLettered,
		long discarded, Duration longestCall) {

}
