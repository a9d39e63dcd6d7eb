package io.backpressure.channel.spring.metrics;

import java.time.Duration;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelStats;
import io.backpressure.channel.spring.support.ChannelAccess;
import org.jspecify.annotations.Nullable;

/**
 * Readings of a channel for its meters. Reading a shared channel is a call to its
 * transport, so one reading serves all meters of a scrape.
 */
final class ChannelReadings {

	private static final long LIFETIME = Duration.ofMillis(100).toNanos();

	private final BackpressureChannel<?> channel;

	private final boolean shared;

	private volatile @Nullable Reading last;

	ChannelReadings(BackpressureChannel<?> channel) {
		this.channel = channel;
		this.shared = ChannelAccess.isShared(channel);
	}

	ChannelStats stats() {
		if (!this.shared) {
			return this.channel.stats();
		}
		Reading reading = this.last;
		if (reading == null || System.nanoTime() - reading.time() >= LIFETIME) {
			reading = new Reading(this.channel.stats(), System.nanoTime());
			this.last = reading;
		}
		return reading.stats();
	}

	/** Return the size, or NaN if the transport cannot be reached. */
	double size() {
		if (!this.shared) {
			return this.channel.size();
		}
		Integer size = ChannelAccess.size(this.channel, stats());
		return (size != null) ? size : Double.NaN;
	}

	private record Reading(ChannelStats stats, long time) {

	}

}
