package io.backpressure.channel.spring.event;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.spring.ChannelAttachment;
import io.backpressure.channel.spring.PeriodicTask;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Counts the drops, blocks and errors of every channel, and publishes the counts from one
 * background thread, at most once per channel and interval. To a sender each costs the
 * increment of a counter.
 */
public final class SummaryEventPublisher implements ChannelAttachment, SmartLifecycle, DisposableBean {

	private final GuardedPublisher publisher;

	private final Queue<Summary> summaries = new ConcurrentLinkedQueue<>();

	private final PeriodicTask ticks;

	/**
	 * Create a publisher that is not yet attached to any channel.
	 * @param publisher what to publish with
	 * @param interval the time between the events of a channel
	 */
	public SummaryEventPublisher(ApplicationEventPublisher publisher, Duration interval) {
		this.publisher = new GuardedPublisher(publisher);
		this.ticks = new PeriodicTask("backpressure-events-", interval, this::publish);
	}

	@Override
	public void attach(BackpressureChannel<?> channel) {
		Summary summary = new Summary(channel);
		this.summaries.add(summary);
		summary.registration = channel.observe(summary);
	}

	@Override
	public void start() {
		this.ticks.start();
	}

	/**
	 * Stop the background thread, and publish what has been counted and not yet told.
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
	 * The last to stop, since all that stops before may still drop values.
	 */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	private void publish() {
		this.summaries.removeIf((summary) -> !publish(summary) && summary.channel.isClosed());
	}

	private boolean publish(Summary summary) {
		ChannelSummaryEvent event = summary.next();
		if (event != null) {
			this.publisher.publish(event);
		}
		return event != null;
	}

	/**
	 * Leave the channels, which may outlive the context.
	 */
	@Override
	public void destroy() {
		for (Summary summary : this.summaries) {
			if (summary.registration != null) {
				summary.registration.close();
			}
		}
	}

	private static final class Summary implements BackpressureChannel.Observer<Object> {

		private final BackpressureChannel<?> channel;

		private final LongAdder drops = new LongAdder();

		private final LongAdder blocks = new LongAdder();

		private final LongAdder errors = new LongAdder();

		private volatile CancellationToken.@Nullable Registration registration;

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
