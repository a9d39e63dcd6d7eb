package io.backpressure.channel.spring.monitor;

import java.time.Duration;

import io.backpressure.channel.ChannelStats;

import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Since when a channel has been too full, or has had values that nobody received. Used by
 * one thread.
 */
final class ConditionWatch {

	/** What is worth showing of a channel without a limit of its own. */
	private static final UtilizationLimit NOTABLE_UTILIZATION = new UtilizationLimit(0.9, Duration.ofSeconds(5));

	private static final Duration NOTABLE_STALL = Duration.ofSeconds(30);

	private final UtilizationLimit utilizationAbove;

	private final Duration stalledAfter;

	private final WatchSettings settings;

	private long fullSince;

	private long stalledSince;

	private long received = -1;

	private boolean full;

	private boolean stalled;

	ConditionWatch(WatchSettings settings) {
		this.settings = settings;
		this.utilizationAbove = (settings.utilizationAbove() != null) ? settings.utilizationAbove()
				: NOTABLE_UTILIZATION;
		this.stalledAfter = (settings.stalledAfter() != null) ? settings.stalledAfter() : NOTABLE_STALL;
	}

	/**
	 * Look at a channel, and say how it is.
	 * @param received a number that grows when somebody has received
	 */
	ChannelCondition look(ChannelStats stats, Rates rates, int size, long received, long now) {
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
		if (stalled && !this.stalledAfter.isZero() && now - this.stalledSince >= this.stalledAfter.toNanos()) {
			return new ChannelCondition(ChannelCondition.State.STALLED,
					"nobody has received for %s, %d wait".formatted(text(now - this.stalledSince), size));
		}
		if (full && now - this.fullSince >= this.utilizationAbove.duration().toNanos()) {
			return new ChannelCondition(ChannelCondition.State.SATURATED, "%s full for %s"
				.formatted(percent(this.utilizationAbove.utilization()), text(now - this.fullSince)));
		}
		return losing(rates);
	}

	/** Whether the last look found the channel at its limit of utilization. */
	boolean isFull() {
		return this.full;
	}

	private static ChannelCondition losing(Rates rates) {
		String text = (rates.dropped() > 0) ? "drops %.0f a second".formatted(Math.ceil(rates.dropped())) : null;
		if (text == null && rates.failedSends() > 0) {
			text = "sends fail, %.0f a second".formatted(Math.ceil(rates.failedSends()));
		}
		return (text != null) ? new ChannelCondition(ChannelCondition.State.LOSING, text) : ChannelCondition.WELL;
	}

	/** Whether a condition is one that the settings call unhealthy. */
	boolean isUnhealthy(ChannelCondition condition) {
		return switch (condition.state()) {
			case WELL, DEAD_LETTERING, LOSING, DISCARDING, HELD_UP -> false;
			case SATURATED -> this.settings.utilizationAbove() != null;
			case STALLED -> this.settings.stalledAfter() != null;
			case UNREACHABLE, CLOSED -> true;
		};
	}

	private static String percent(double utilization) {
		return (utilization < 1) ? "over %.0f %%".formatted(utilization * 100) : "completely";
	}

	static String text(long nanos) {
		return DurationFormatterUtils.print(Duration.ofSeconds(Duration.ofNanos(nanos).toSeconds()),
				DurationFormat.Style.COMPOSITE);
	}

}
