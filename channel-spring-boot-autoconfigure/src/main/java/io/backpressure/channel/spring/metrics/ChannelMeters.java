package io.backpressure.channel.spring.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelStats;
import io.backpressure.channel.spring.ChannelAttachment;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Binds the statistics of every channel of the application context to meters, with the
 * name of the channel as the tag {@code channel}. All meters of a channel are there from
 * the start, and are removed when it is closed. They read the channel's own exact counts
 * when they are scraped, so that a send pays nothing for them; but for the times in the
 * buffer of a channel that measures them.
 */
public final class ChannelMeters implements MeterBinder, ChannelAttachment {

	static final String PREFIX = "backpressure.channel.";

	private final ChannelTags channelTags;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock. */
	private final List<BackpressureChannel<?>> channels = new ArrayList<>();

	/** Guarded by the lock. */
	private final List<MeterRegistry> registries = new ArrayList<>();

	/**
	 * Create the meters of channels.
	 * @param channelTags the further tags of each channel
	 */
	public ChannelMeters(ChannelTags channelTags) {
		this.channelTags = channelTags;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.lock.lock();
		try {
			this.registries.add(registry);
			this.channels.forEach((channel) -> bind(channel, registry));
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void attach(BackpressureChannel<?> channel) {
		this.lock.lock();
		try {
			this.channels.add(channel);
			this.registries.forEach((registry) -> bind(channel, registry));
		}
		finally {
			this.lock.unlock();
		}
		channel.onClose(() -> detach(channel));
	}

	private void detach(BackpressureChannel<?> channel) {
		this.lock.lock();
		try {
			this.channels.remove(channel);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void bind(BackpressureChannel<?> channel, MeterRegistry registry) {
		Tags tags = Tags.of("channel", channel.name()).and(this.channelTags.of(channel.name()));
		ChannelReadings readings = new ChannelReadings(channel);
		Binding binding = new Binding(channel, readings, tags, registry);
		binding.count("sent", "messages", "Values accepted into the buffer", ChannelStats::sendCount);
		binding.count("received", "messages", "Values handed to a receiver", ChannelStats::receiveCount);
		binding.count("dropped", "messages", "Values dropped because the buffer was full", ChannelStats::droppedCount);
		binding.count("purged", "messages", "Values purged from the buffer", ChannelStats::purgedCount);
		binding.count("sends.blocked", "operations", "Sends that had to wait for room", ChannelStats::blockedSends);
		binding.count("sends.failed", "operations", "Sends that were refused, timed out, cancelled or too late",
				ChannelStats::failedSends);
		binding.time("send.time", "Time inside successful sends", ChannelStats::sendCount, ChannelStats::totalSendTime);
		binding.time("receive.time", "Time inside successful receives", ChannelStats::receiveCalls,
				ChannelStats::totalReceiveTime);
		binding.gauge("buffer.utilization", null, "How full the buffer is, from 0 to 1",
				(it) -> readings.stats().bufferUtilization());
		binding.gauge("buffer.size", "messages", "Values in the buffer", (it) -> readings.size());
		binding.gauge("buffer.capacity", "messages", "Values that fit into the buffer", BackpressureChannel::capacity);
		binding.gauge("senders.waiting", "threads", "Threads that wait for room", BackpressureChannel::waitingSenders);
		binding.gauge("receivers.waiting", "threads", "Threads that wait for a value",
				BackpressureChannel::waitingReceivers);
		binding.instant("last.send.time", "When a value was last accepted", ChannelStats::lastSendTime);
		binding.instant("last.receive.time", "When a value was last received", ChannelStats::lastReceiveTime);
		if (channel.measuresBufferWait()) {
			BufferWaitMeters.bind(channel, tags, registry);
		}
		channel.onClose(binding::remove);
	}

	/** The meters of a channel in a registry. */
	private record Binding(BackpressureChannel<?> channel, ChannelReadings readings, Tags tags, MeterRegistry registry,
			List<Meter> meters) {

		Binding(BackpressureChannel<?> channel, ChannelReadings readings, Tags tags, MeterRegistry registry) {
			this(channel, readings, tags, registry, new ArrayList<>());
		}

		void count(String name, String unit, String description, ToLongFunction<ChannelStats> count) {
			ToDoubleFunction<BackpressureChannel<?>> value = (it) -> count.applyAsLong(this.readings.stats());
			this.meters.add(FunctionCounter.<BackpressureChannel<?>>builder(PREFIX + name, this.channel, value)
				.tags(this.tags)
				.baseUnit(unit)
				.description(description)
				.register(this.registry));
		}

		void time(String name, String description, ToLongFunction<ChannelStats> count,
				Function<ChannelStats, Duration> total) {
			this.meters.add(FunctionTimer
				.<BackpressureChannel<?>>builder(PREFIX + name, this.channel,
						(it) -> count.applyAsLong(this.readings.stats()),
						(it) -> total.apply(this.readings.stats()).toNanos(), TimeUnit.NANOSECONDS)
				.tags(this.tags)
				.description(description)
				.register(this.registry));
		}

		void gauge(String name, @Nullable String unit, String description,
				ToDoubleFunction<BackpressureChannel<?>> value) {
			this.meters.add(Gauge.<BackpressureChannel<?>>builder(PREFIX + name, this.channel, value)
				.tags(this.tags)
				.baseUnit(unit)
				.description(description)
				.register(this.registry));
		}

		void instant(String name, String description, Function<ChannelStats, @Nullable Instant> time) {
			ToDoubleFunction<BackpressureChannel<?>> value = (it) -> {
				Instant instant = time.apply(this.readings.stats());
				return (instant != null) ? instant.toEpochMilli() : Double.NaN;
			};
			this.meters.add(
					TimeGauge.<BackpressureChannel<?>>builder(PREFIX + name, this.channel, TimeUnit.MILLISECONDS, value)
						.tags(this.tags)
						.description(description + ", in seconds of the epoch")
						.register(this.registry));
		}

		void remove() {
			this.meters.forEach(this.registry::remove);
		}

	}

}
