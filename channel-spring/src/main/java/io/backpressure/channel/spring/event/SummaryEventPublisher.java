package io.backpressure.channel.spring.event;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelAttachment;
import io.backpressure.channel.spring.support.ObserverSet;
import io.backpressure.channel.spring.support.PeriodicTask;
import io.backpressure.channel.spring.support.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Publisher of summary events. Counts the drops, blocks and errors of every channel, and
 * publishes the counts from a single background thread, at most once per channel and
 * interval. When a channel is closed, its pending counts are published at once on the
 * closing thread. Each occurrence costs the sender one counter increment. A failed
 * {@code trySend} also creates the exception that is counted.
 *
 * @since 0.1.0
 */
public class SummaryEventPublisher implements ChannelAttachment, SmartLifecycle, DisposableBean {

	private final GuardedPublisher publisher;

	private final ObserverSet<Summary> summaries = new ObserverSet<>();

	private final Map<BackpressureChannel<?>, Summary> open = new ConcurrentHashMap<>();

	private final PeriodicTask ticks;

	private final Duration interval;

	private final TimeSource time;

	/** Time of the last summaries, by the time source. */
	private volatile long last;

	/**
	 * Create a publisher that is not yet attached to any channel.
	 * @param context the context in which the events are published
	 * @param interval the time between the events of a channel
	 */
	public SummaryEventPublisher(ApplicationContext context, Duration interval) {
		this.publisher = new GuardedPublisher(context);
		this.ticks = new PeriodicTask("backpressure-events-", interval, this::publish);
		this.interval = interval;
		this.time = TimeSource.of(context);
		this.time.onMove(this::publishIfDue);
	}

	@Override
	public void attach(BackpressureChannel<?> channel) {
		Summary summary = new Summary(channel);
		this.open.put(channel, summary);
		this.summaries.observe(channel, summary);
	}

	@Override
	public void detach(BackpressureChannel<?> channel) {
		Summary summary = this.open.remove(channel);
		if (summary != null) {
			publish(summary);
		}
	}

	@Override
	public void start() {
		this.last = this.time.nanoTime();
		this.ticks.start();
	}

	/**
	 * Stop the background thread, and publish the counts that it has not published.
	 */
	@Override
	public void stop() {
		if (this.ticks.stop()) {
			publish();
		}
	}

	@Override
	public boolean isRunning() {
		return this.ticks.isRunning();
	}

	/**
	 * Return the lowest phase, so that this publisher stops last: beans that stop before
	 * it may still drop values.
	 */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	private void publishIfDue() {
		Duration elapsed = Duration.ofNanos(this.time.nanoTime() - this.last);
		if (this.ticks.isRunning() && elapsed.compareTo(this.interval) >= 0) {
			publish();
		}
	}

	private void publish() {
		this.last = this.time.nanoTime();
		this.summaries.members().forEach(this::publish);
	}

	private void publish(Summary summary) {
		ChannelSummaryEvent event = summary.next();
		if (event != null) {
			this.publisher.publish(event);
		}
	}

	/**
	 * Remove the observers from the channels, which may outlive the context.
	 */
	@Override
	public void destroy() {
		this.summaries.leave();
	}

	private static final class Summary extends ObserverSet.Member {

		private final BackpressureChannel<?> channel;

		private final LongAdder drops = new LongAdder();

		private final LongAdder blocks = new LongAdder();

		private final LongAdder errors = new LongAdder();

		Summary(BackpressureChannel<?> channel) {
			this.channel = channel;
		}

		@Override
		public void onDrop(Object value) {
			this.drops.increment();
		}

		@Override
		public void onBlock() {
			this.blocks.increment();
		}

		@Override
		public void onError(Throwable error) {
			this.errors.increment();
		}

		@Nullable ChannelSummaryEvent next() {
			long dropCount = this.drops.sumThenReset();
			long blockCount = this.blocks.sumThenReset();
			long errorCount = this.errors.sumThenReset();
			return (dropCount + blockCount + errorCount != 0)
					? new ChannelSummaryEvent(this.channel, dropCount, blockCount, errorCount) : null;
		}

	}

}
