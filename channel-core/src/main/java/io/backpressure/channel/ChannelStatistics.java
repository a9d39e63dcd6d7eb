package io.backpressure.channel;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Recorder of the waits, failures and times of a channel's calls.
 */
final class ChannelStatistics {

	/*
	 * The implementation of the buffer counts the values that pass through it. Where it
	 * can, it derives these counts from state that it needs anyway. A snapshot gets them
	 * as Counts.
	 */

	/** Values dropped by DROP. The buffer counts evictions. */
	final LongAdder rejected = new LongAdder();

	final LongAdder blockedSends = new LongAdder();

	final LongAdder failedSends = new LongAdder();

	final CallTimes sendTimes = new CallTimes();

	final CallTimes receiveTimes = new CallTimes();

	final LastUse lastSend = new LastUse();

	final LastUse lastReceive = new LastUse();

	final boolean attemptsTakeTime;

	/**
	 * Create a recorder.
	 * @param attemptsTakeTime {@code true} if an attempt takes long enough to be included
	 * in the time of a call that has waited
	 */
	ChannelStatistics(boolean attemptsTakeTime) {
		this.attemptsTakeTime = attemptsTakeTime;
	}

	/**
	 * Return the end time of a successful call that waited. This is the end of its last
	 * wait, unless the attempt after that takes long enough to be included.
	 */
	long ended(long lastWait) {
		return this.attemptsTakeTime ? System.nanoTime() : lastWait;
	}

	ChannelStats snapshot(Counts counts, int capacity) {
		long sent = counts.sent();
		long received = counts.received();
		double utilization = (counts.size() != Counts.UNKNOWN) ? Math.min(1.0, (double) counts.size() / capacity)
				: Double.NaN;
		return new ChannelStats(sent, received, counts.evicted() + this.rejected.sum(), this.blockedSends.sum(),
				this.sendTimes.average(sent), this.receiveTimes.average(received), utilization, instant(this.lastSend),
				instant(this.lastReceive), this.receiveTimes.calls(received), this.sendTimes.total(sent),
				this.receiveTimes.total(received), this.failedSends.sum(), counts.purged());
	}

	private static @Nullable Instant instant(LastUse use) {
		long millis = use.time();
		return (millis != 0) ? Instant.ofEpochMilli(millis) : null;
	}

}
