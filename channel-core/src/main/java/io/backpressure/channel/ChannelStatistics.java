package io.backpressure.channel;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Recorder of what a channel does besides moving values: waits, failures and times.
 */
final class ChannelStatistics {

	/*
	 * What went through the buffer is counted by its implementation, which derives it
	 * from the state that it needs anyway, and passes it in as Counts.
	 */

	/** Values refused because the buffer was full. */
	final LongAdder refused = new LongAdder();

	final LongAdder blockedSends = new LongAdder();

	final LongAdder failedSends = new LongAdder();

	final CallTimes sendTimes = new CallTimes();

	final CallTimes receiveTimes = new CallTimes();

	final LastUse lastSend = new LastUse();

	final LastUse lastReceive = new LastUse();

	private final boolean attemptsTakeTime;

	/**
	 * Create a recorder.
	 * @param attemptsTakeTime whether an attempt takes so long that it counts as part of
	 * a call that has waited
	 */
	ChannelStatistics(boolean attemptsTakeTime) {
		this.attemptsTakeTime = attemptsTakeTime;
	}

	/**
	 * Return when a call ended that waited and then succeeded: with its last wait, unless
	 * the attempt after it takes time that counts.
	 */
	long ended(long lastWait) {
		return this.attemptsTakeTime ? System.nanoTime() : lastWait;
	}

	ChannelStats snapshot(Counts counts, int capacity) {
		long sent = counts.sent();
		long received = counts.received();
		double utilization = (counts.size() != Counts.UNKNOWN) ? (double) counts.size() / capacity : Double.NaN;
		return new ChannelStats(sent, received, counts.evicted() + this.refused.sum(), this.blockedSends.sum(),
				this.sendTimes.average(sent), this.receiveTimes.average(received), utilization, instant(this.lastSend),
				instant(this.lastReceive), this.receiveTimes.calls(received), this.sendTimes.total(sent),
				this.receiveTimes.total(received), this.failedSends.sum(), counts.purged());
	}

	private static @Nullable Instant instant(LastUse use) {
		long millis = use.time();
		return (millis != 0) ? Instant.ofEpochMilli(millis) : null;
	}

}
