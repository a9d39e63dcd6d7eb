package io.backpressure.channel.spring.event;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.spring.ChannelAttachment;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Counts the drops, blocks and errors of every channel, and publishes the counts from one
 * background thread, at most once per channel and interval. To a sender each costs the
 * increment of a counter.
 */
public final class SummaryEventPublisher implements ChannelAttachment, SmartLifecycle, DisposableBean {

	private final GuardedPublisher publisher;

	private final Duration interval;

	private final Queue<Summary> summaries = new ConcurrentLinkedQueue<>();

	private final ReentrantLock lifecycle = new ReentrantLock();

	/** Guarded by the lifecycle lock. */
	private @Nullable ScheduledExecutorService timer;

	private volatile @Nullable Future<?> ticks;

	/**
	 * Create a publisher that is not yet attached to any channel.
	 * @param publisher what to publish with
	 * @param interval the time between the events of a channel
	 */
	public SummaryEventPublisher(ApplicationEventPublisher publisher, Duration interval) {
		this.publisher = new GuardedPublisher(publisher);
		this.interval = interval;
	}

	@Override
	public void attach(BackpressureChannel<?> channel) {
		Summary summary = new Summary(channel);
		this.summaries.add(summary);
		summary.registration = channel.observe(summary);
	}

	@Override
	public void start() {
		this.lifecycle.lock();
		try {
			if (this.timer == null) {
				CustomizableThreadFactory threads = new CustomizableThreadFactory("backpressure-events-");
				threads.setDaemon(true);
				ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(threads);
				long nanos = this.interval.toNanos();
				this.ticks = timer.scheduleWithFixedDelay(this::publish, nanos, nanos, TimeUnit.NANOSECONDS);
				this.timer = timer;
			}
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	/**
	 * Stop the background thread, and publish what has been counted and not yet told.
	 */
	@Override
	public void stop() {
		this.lifecycle.lock();
		try {
			ScheduledExecutorService timer = this.timer;
			if (timer != null) {
				timer.shutdown();
				this.timer = null;
				this.ticks = null;
				publish();
			}
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	@Override
	public boolean isRunning() {
		return this.ticks != null;
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
