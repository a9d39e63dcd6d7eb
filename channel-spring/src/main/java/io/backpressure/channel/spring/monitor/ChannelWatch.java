package io.backpressure.channel.spring.monitor;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelStats;
import io.backpressure.channel.spring.event.ChannelHighWatermarkEvent;
import io.backpressure.channel.spring.event.ChannelLowWatermarkEvent;
import io.backpressure.channel.spring.event.GuardedPublisher;
import io.backpressure.channel.spring.support.ChannelAccess;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Watch of one channel by a {@link ChannelMonitor}: its rates, condition, samples and
 * recent events. All public methods may be called from any thread.
 *
 * @since 0.1.0
 */
public final class ChannelWatch {

	/*
	 * One thread at a time samples the channel, and publishes the results to other
	 * threads by writing volatile fields. Counts are compared with those of the previous
	 * sample, so watching costs sends and receives nothing.
	 */

	private final BackpressureChannel<?> channel;

	private final GuardedPublisher publisher;

	private final RecentEvents events;

	private final RateWindow window = new RateWindow();

	private final SampleRing samples;

	private final ConditionWatch conditions;

	private final ListenerWatches listeners = new ListenerWatches();

	private final Clock clock;

	private final @Nullable WatermarkState watermark;

	private ChannelStats before;

	private @Nullable Boolean permanent;

	private volatile Rates rates;

	private volatile ChannelCondition condition = ChannelCondition.WELL;

	private volatile @Nullable Instant fullSince;

	private volatile boolean closeExpected;

	ChannelWatch(BackpressureChannel<?> channel, WatchSettings settings, GuardedPublisher publisher, Clock clock,
			long now) {
		this.channel = channel;
		this.publisher = publisher;
		this.clock = clock;
		this.events = new RecentEvents(clock);
		this.watermark = (settings.watermark() != null) ? new WatermarkState(settings.watermark()) : null;
		this.events.add(RecentEvent.Kind.OPENED, 1, null);
		this.before = channel.stats();
		this.conditions = new ConditionWatch(channel, settings, this.before);
		this.rates = this.window.add(this.before, now);
		this.samples = new SampleRing(this.before, now);
	}

	/**
	 * Return the channel.
	 * @return the channel
	 */
	public BackpressureChannel<?> channel() {
		return this.channel;
	}

	/**
	 * Return the rates of the channel over the last two seconds.
	 * @return the rates; all zero before the first sample
	 */
	public Rates rates() {
		return this.rates;
	}

	/**
	 * Return the condition of the channel, by the limits that are set for it. Where no
	 * limit is set, a default limit applies, which raises no alarm.
	 * @return the condition at the last sample
	 */
	public ChannelCondition condition() {
		return this.condition;
	}

	/**
	 * Return the time since which the utilization of the channel has been at or above its
	 * configured limit, or at or above 90 % if no limit is configured.
	 * @return the time of the first sample at or above the limit, or {@code null} if the
	 * utilization is below the limit
	 */
	public @Nullable Instant fullSince() {
		return this.fullSince;
	}

	/**
	 * Return the last five minutes of the channel.
	 * @return up to 150 samples, two seconds apart
	 */
	public ChannelSamples samples() {
		return this.samples.samples();
	}

	/**
	 * Return the recent events of the channel.
	 * @return up to 50 events, newest first
	 */
	public List<RecentEvent> events() {
		return this.events.list();
	}

	/**
	 * Record an event that the samples do not show.
	 * @param kind the kind of event
	 * @param count the number of occurrences, or of affected values
	 * @param detail further details, or {@code null}; never a value of the channel
	 */
	public void note(RecentEvent.Kind kind, long count, @Nullable String detail) {
		this.events.add(kind, count, detail);
	}

	/**
	 * Record that a listener of the channel could not handle a value.
	 * @param listenerId the id of the listener
	 * @param type the class of the exception
	 * @param outcome the outcome for the value, in one word
	 */
	public void listenerFailed(String listenerId, Class<? extends Throwable> type, String outcome) {
		this.listeners.failed(listenerId, type, this.clock.instant());
		note(RecentEvent.Kind.LISTENER_FAILED, 1,
				"listener %s: %s, %s".formatted(listenerId, ClassUtils.getShortName(type), outcome));
	}

	/**
	 * Return the last failure of a listener of the channel.
	 * @param listenerId the id of the listener
	 * @return its last failure, or {@code null} if there was none
	 */
	public @Nullable ListenerFailure lastFailure(String listenerId) {
		return this.listeners.lastFailure(listenerId);
	}

	/**
	 * Expect the channel to be closed, so that the close does not count as a failure.
	 */
	public void expectClose() {
		this.closeExpected = true;
	}

	/**
	 * Return whether the channel should last as long as the context. If not, its close is
	 * expected. Called only for a closed channel.
	 */
	boolean isPermanent(Predicate<BackpressureChannel<?>> permanent) {
		Boolean known = this.permanent;
		if (known == null) {
			known = permanent.test(this.channel);
			this.permanent = known;
			this.closeExpected |= !known;
		}
		return known;
	}

	void sample(Collection<ListenerReading> listeners, long now) {
		ChannelStats stats = this.channel.stats();
		Rates rates = this.window.add(stats, now);
		noteCounts(stats);
		ChannelCondition own = this.conditions.sample(stats, rates, this.closeExpected, now);
		ChannelCondition all = this.listeners.sample(own, listeners, now);
		change(this.channel.isClosed() ? all : all.and(ListenerWatches.resting(listeners)));
		this.fullSince = this.conditions.isFull() ? fullSinceOrNow() : null;
		this.samples.add(stats, ChannelAccess.size(this.channel, stats), this.clock.millis(), now);
		this.before = stats;
		this.rates = rates; // published after the condition that explains these rates
		if (this.watermark != null && this.watermark.sample(stats.bufferUtilization(), now)) {
			crossed(this.watermark.isHigh(), stats.bufferUtilization());
		}
	}

	private Instant fullSinceOrNow() {
		Instant since = this.fullSince;
		return (since != null) ? since : this.clock.instant();
	}

	private void noteCounts(ChannelStats stats) {
		note(RecentEvent.Kind.DROPPED, stats.droppedCount() - this.before.droppedCount());
		note(RecentEvent.Kind.BLOCKED, stats.blockedSends() - this.before.blockedSends());
		note(RecentEvent.Kind.FAILED, stats.failedSends() - this.before.failedSends());
	}

	private void note(RecentEvent.Kind kind, long count) {
		if (count > 0) {
			this.events.add(kind, count, null);
		}
	}

	private void change(ChannelCondition condition) {
		ChannelCondition.State state = condition.state();
		ChannelCondition.State before = this.condition.state();
		this.condition = condition;
		if (state == before) {
			return;
		}
		if (before.compareTo(ChannelCondition.State.SATURATED) >= 0
				&& (state.compareTo(ChannelCondition.State.SATURATED) < 0
						|| before == ChannelCondition.State.UNREACHABLE)) {
			this.events.add(RecentEvent.Kind.RECOVERED, 1, null);
		}
		switch (state) {
			case CLOSED -> {
				// recorded when the channel was closed
			}
			case UNREACHABLE -> this.events.add(RecentEvent.Kind.UNREACHABLE, 1, condition.text());
			case STALLED -> this.events.add(RecentEvent.Kind.STALLED, 1, condition.text());
			case SATURATED -> this.events.add(RecentEvent.Kind.SATURATED, 1, condition.text());
			case HELD_UP -> this.events.add(RecentEvent.Kind.LISTENER_HELD_UP, 1, condition.text());
			case DISCARDING, LOSING, DEAD_LETTERING, PAUSED, WELL -> {
				// no event, or events that are recorded elsewhere
			}
		}
	}

	private void crossed(boolean high, double utilization) {
		if (high) {
			this.events.add(RecentEvent.Kind.HIGH_WATERMARK, 1, null);
			this.publisher.publish(new ChannelHighWatermarkEvent(this.channel, utilization));
		}
		else {
			this.events.add(RecentEvent.Kind.LOW_WATERMARK, 1, null);
			this.publisher.publish(new ChannelLowWatermarkEvent(this.channel, utilization));
		}
	}

}
