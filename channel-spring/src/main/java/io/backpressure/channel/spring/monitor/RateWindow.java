package io.backpressure.channel.spring.monitor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import io.backpressure.channel.ChannelStats;

/**
 * Sliding window over the counts of a channel in the last two seconds. Used by one thread
 * at a time.
 */
final class RateWindow {

	private static final long LENGTH = TimeUnit.SECONDS.toNanos(2);

	private final Deque<Sample> samples = new ArrayDeque<>();

	/** Add the current counts of the channel, and return the rates over the window. */
	Rates add(ChannelStats stats, long now) {
		while (this.samples.size() > 1 && now - this.samples.getFirst().time() > LENGTH) {
			this.samples.removeFirst();
		}
		this.samples.addLast(new Sample(stats, now));
		Sample first = this.samples.getFirst();
		double seconds = (now - first.time()) / 1e9;
		return (seconds > 0) ? new Rates(rate(stats, first, seconds, ChannelStats::sendCount),
				rate(stats, first, seconds, ChannelStats::receiveCount),
				rate(stats, first, seconds, ChannelStats::droppedCount),
				rate(stats, first, seconds, ChannelStats::blockedSends),
				rate(stats, first, seconds, ChannelStats::failedSends)) : Rates.NONE;
	}

	private static double rate(ChannelStats stats, Sample first, double seconds, ToLongFunction<ChannelStats> count) {
		return Math.round((count.applyAsLong(stats) - count.applyAsLong(first.stats())) / seconds * 100) / 100.0;
	}

	private record Sample(ChannelStats stats, long time) {

	}

}
