package io.backpressure.channel.spring.monitor;

import java.time.Duration;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelException;
import io.backpressure.channel.ChannelStats;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.spring.support.ChannelAccess;

import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Computation of the condition of a channel without its listeners. The condition covers
 * whether the channel is open and reachable, the times for which its utilization has been
 * at the limit and its buffered values have not been received, and losses of values. Used
 * by one thread at a time.
 */
final class ConditionWatch {

	/** Limit at which a channel without a configured limit is shown as saturated. */
	private static final UtilizationLimit NOTABLE_UTILIZATION = new UtilizationLimit(0.9, Duration.ofSeconds(5));

	private static final Duration NOTABLE_STALL = Duration.ofSeconds(30);

	private static final String UP = ChannelCondition.WELL.status();

	private final BackpressureChannel<?> channel;

	private final WatchSettings settings;

	private final UtilizationLimit utilizationAbove;

	private final Duration stalledAfter;

	private ChannelCondition last = ChannelCondition.WELL;

	private long receivedHere;

	private long receivedByAll;

	private long received = -1;

	private long fullSince;

	private long stalledSince;

	private boolean full;

	private boolean stalled;

	ConditionWatch(BackpressureChannel<?> channel, WatchSettings settings, ChannelStats stats) {
		this.channel = channel;
		this.settings = settings;
		this.utilizationAbove = (settings.utilizationAbove() != null) ? settings.utilizationAbove()
				: NOTABLE_UTILIZATION;
		this.stalledAfter = (settings.stalledAfter() != null) ? settings.stalledAfter() : NOTABLE_STALL;
		this.receivedHere = stats.receiveCount();
	}

	/**
	 * Sample the channel, and return its condition.
	 * @param closeExpected whether a close of the channel is expected
	 */
	ChannelCondition sample(ChannelStats stats, Rates rates, boolean closeExpected, long now) {
		this.last = condition(stats, rates, closeExpected, now);
		this.receivedHere = stats.receiveCount();
		return this.last;
	}

	/**
	 * Return whether the last sample found the channel at or above its utilization limit.
	 */
	boolean isFull() {
		return this.full;
	}

	private ChannelCondition condition(ChannelStats stats, Rates rates, boolean closeExpected, long now) {
		Integer size = ChannelAccess.size(this.channel, stats);
		if (this.channel.isClosed() && !closeExpected) {
			return new ChannelCondition(ChannelCondition.State.CLOSED, "closed while the application is running"
					+ ((size != null && size > 0) ? ", " + size + " buffered" : ""));
		}
		String refusal = ChannelAccess.refusal(this.channel);
		if (refusal != null) {
			return new ChannelCondition(ChannelCondition.State.UNREACHABLE,
					"its transport rejects this instance: " + refusal);
		}
		try {
			return (size != null) ? condition(stats, rates, size.intValue(), now) : unreachable();
		}
		catch (ChannelException ex) {
			return new ChannelCondition(ChannelCondition.State.UNREACHABLE,
					"its transport cannot be reached: " + ex.getMessage());
		}
	}

	/**
	 * Return the condition of a channel whose statistics show that it cannot be reached.
	 * The statistics do not give the reason, so the first such sample also calls
	 * {@code size()}, which throws an exception with the reason. Later samples repeat the
	 * condition.
	 */
	private ChannelCondition unreachable() {
		if (this.last.state() != ChannelCondition.State.UNREACHABLE) {
			this.channel.size();
		}
		return this.last;
	}

	private ChannelCondition condition(ChannelStats stats, Rates rates, int size, long now) {
		long received = received(stats, size);
		boolean full = stats.bufferUtilization() >= this.utilizationAbove.utilization();
		if (full && !this.full) {
			this.fullSince = now;
		}
		this.full = full;
		boolean stalled = size > 0 && received == this.received;
		if (stalled && !this.stalled) {
			this.stalledSince = now;
		}
		this.stalled = stalled;
		this.received = received;
		ChannelCondition stall = stalled(size, now);
		ChannelCondition saturation = saturated(now);
		return (stall.text() == null && saturation.text() == null) ? losing(rates) : stall.and(saturation);
	}

	private ChannelCondition stalled(int size, long now) {
		if (!this.stalled || this.stalledAfter.isZero() || now - this.stalledSince < this.stalledAfter.toNanos()) {
			return ChannelCondition.WELL;
		}
		return new ChannelCondition(ChannelCondition.State.STALLED,
				(this.settings.stalledAfter() != null) ? "DOWN" : UP,
				"nothing received for %s, %d buffered".formatted(text(now - this.stalledSince), size));
	}

	private ChannelCondition saturated(long now) {
		if (!this.full || now - this.fullSince < this.utilizationAbove.duration().toNanos()) {
			return ChannelCondition.WELL;
		}
		return new ChannelCondition(ChannelCondition.State.SATURATED,
				(this.settings.utilizationAbove() != null) ? "OUT_OF_SERVICE" : UP,
				"%s full for %s".formatted(percent(this.utilizationAbove.utilization()), text(now - this.fullSince)));
	}

	/**
	 * Return a number that grows whenever a value is received. On a shared channel, the
	 * receiver may be another JVM; the transport is queried only if values are buffered
	 * and this JVM has received nothing since the last sample.
	 */
	private long received(ChannelStats stats, int size) {
		if (size > 0 && stats.receiveCount() == this.receivedHere) {
			SharedChannel.Totals totals = ChannelAccess.totals(this.channel);
			this.receivedByAll = (totals != null) ? totals.received() : 0;
		}
		return stats.receiveCount() + this.receivedByAll;
	}

	private static ChannelCondition losing(Rates rates) {
		String text = (rates.dropped() > 0) ? "drops %.0f a second".formatted(Math.ceil(rates.dropped())) : null;
		if (text == null && rates.failedSends() > 0) {
			text = "sends fail, %.0f a second".formatted(Math.ceil(rates.failedSends()));
		}
		return (text != null) ? new ChannelCondition(ChannelCondition.State.LOSING, text) : ChannelCondition.WELL;
	}

	private static String percent(double utilization) {
		return (utilization < 1) ? "at least %.0f %%".formatted(utilization * 100) : "completely";
	}

	static String text(long nanos) {
		return DurationFormatterUtils.print(Duration.ofSeconds(Duration.ofNanos(nanos).toSeconds()),
				DurationFormat.Style.COMPOSITE);
	}

}
