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
 * What a {@link ChannelMonitor} knows of a channel. All public methods may be called from
 * any thread.
 */
public final class ChannelWatch {

	/*
	 * One thread looks; what it sees for others is written to volatile fields. Counts are
	 * compared with those of the look before, so that whatever sends and receives pays
	 * nothing for being watched.
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
	 * Return what the channel has done over the last two seconds.
	 * @return the rates; all zero before the first look
	 */
	public Rates rates() {
		return this.rates;
	}

	/**
	 * Return how the channel is: by its own limits, and where it has none by what is
	 * worth an operator's look.
	 * @return its condition at the last look
	 */
	public ChannelCondition condition() {
		return this.condition;
	}

	/**
	 * Return since when the channel has been fuller than its limit, or than 90 % without
	 * one.
	 * @return the time of the first look that found it so full, or {@code null}
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
	 * Return what has happened to the channel lately.
	 * @return up to 50 events, the newest first
	 */
	public List<RecentEvent> events() {
		return this.events.list();
	}

	/**
	 * Add what the channel itself does not know.
	 * @param kind what happened
	 * @param count how often, or to how many values
	 * @param detail more of it, or {@code null}; never a value of the channel
	 */
	public void note(RecentEvent.Kind kind, long count, @Nullable String detail) {
		this.events.add(kind, count, detail);
	}

	/**
	 * Record that a listener of the channel could not handle a value.
	 * @param listenerId the id of the listener
	 * @param type the class of the exception
	 * @param outcome what has become of the value, in a word
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
	 * Do not take it for a failure that the channel is closed.
	 */
	public void expectClose() {
		this.closeExpected = true;
	}

	/** Whether it has to be there as long as the application; asked of a closed one. */
	boolean isPermanent(Predicate<BackpressureChannel<?>> permanent) {
		Boolean known = this.permanent;
		if (known == null) {
			known = permanent.test(this.channel);
			this.permanent = known;
			this.closeExpected |= !known;
		}
		return known;
	}

	void look(Collection<ListenerReading> listeners, long now) {
		ChannelStats stats = this.channel.stats();
		Rates rates = this.window.add(stats, now);
		noteCounts(stats);
		ChannelCondition own = this.conditions.look(stats, rates, this.closeExpected, now);
		ChannelCondition all = this.listeners.look(own, listeners, now);
		change(this.channel.isClosed() ? all : all.and(ListenerWatches.resting(listeners)));
		this.fullSince = this.conditions.isFull() ? fullSinceOrNow() : null;
		this.samples.add(stats, ChannelAccess.size(this.channel, stats), this.clock.millis(), now);
		this.before = stats;
		this.rates = rates; // after the condition: who sees these sees why
		if (this.watermark != null && this.watermark.look(stats.bufferUtilization(), now)) {
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
				// noted when it was
			}
			case UNREACHABLE -> this.events.add(RecentEvent.Kind.UNREACHABLE, 1, condition.text());
			case STALLED -> this.events.add(RecentEvent.Kind.STALLED, 1, condition.text());
			case SATURATED -> this.events.add(RecentEvent.Kind.SATURATED, 1, condition.text());
			case HELD_UP -> this.events.add(RecentEvent.Kind.LISTENER_HELD_UP, 1, condition.text());
			case DISCARDING, LOSING, DEAD_LETTERING, PAUSED, WELL -> {
				// noted as counts
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
