package io.backpressure.channel.spring.monitor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import io.backpressure.channel.ChannelStats;

/**
 * The counts of a channel over the last two seconds. Used by one thread.
 */
final class RateWindow {

	private static final long LENGTH = TimeUnit.SECONDS.toNanos(2);

	private final Deque<Look> looks = new ArrayDeque<>();

	/** Add what the channel has counted by now, and return the rates until now. */
	Rates add(ChannelStats stats, long now) {
		while (this.looks.size() > 1 && now - this.looks.getFirst().time() > LENGTH) {
			this.looks.removeFirst();
		}
		this.looks.addLast(new Look(stats, now));
		Look first = this.looks.getFirst();
		double seconds = (now - first.time()) / 1e9;
		return (seconds > 0) ? new Rates(rate(stats, first, seconds, ChannelStats::sendCount),
				rate(stats, first, seconds, ChannelStats::receiveCount),
				rate(stats, first, seconds, ChannelStats::droppedCount),
				rate(stats, first, seconds, ChannelStats::blockedSends),
				rate(stats, first, seconds, ChannelStats::failedSends)) : Rates.NONE;
	}

	private static double rate(ChannelStats stats, Look first, double seconds, ToLongFunction<ChannelStats> count) {
		return Math.round((count.applyAsLong(stats) - count.applyAsLong(first.stats())) / seconds * 100) / 100.0;
	}

	private record Look(ChannelStats stats, long time) {

	}

}
