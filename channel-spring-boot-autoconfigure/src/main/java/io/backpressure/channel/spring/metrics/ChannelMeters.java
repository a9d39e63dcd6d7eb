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
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Binds the statistics of every channel of the application context to meters, with the
 * name of the channel as the tag {@code channel}. All meters of a channel are there from
 * the start, and are removed when it is closed. They read the channel's own exact counts
 * when they are scraped, so that a send pays nothing for them.
 */
public final class ChannelMeters implements MeterBinder, ChannelAttachment {

	private static final String PREFIX = "backpressure.channel.";

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock. */
	private final List<BackpressureChannel<?>> channels = new ArrayList<>();

	/** Guarded by the lock. */
	private final List<MeterRegistry> registries = new ArrayList<>();

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
		List<Meter> meters = List.of(
				counter(channel, "sent", "messages", "Values accepted into the buffer", ChannelStats::sendCount)
					.register(registry),
				counter(channel, "received", "messages", "Values handed to a receiver", ChannelStats::receiveCount)
					.register(registry),
				counter(channel, "dropped", "messages", "Values dropped because the buffer was full",
						ChannelStats::droppedCount)
					.register(registry),
				counter(channel, "sends.blocked", "operations", "Sends that had to wait for room",
						ChannelStats::blockedSends)
					.register(registry),
				timer(channel, "send.time", "Time inside successful sends", ChannelStats::sendCount,
						ChannelStats::totalSendTime)
					.register(registry),
				timer(channel, "receive.time", "Time inside successful receives", ChannelStats::receiveCalls,
						ChannelStats::totalReceiveTime)
					.register(registry),
				gauge(channel, "buffer.utilization", null, "How full the buffer is, from 0 to 1",
						(it) -> it.stats().bufferUtilization())
					.register(registry),
				gauge(channel, "buffer.size", "messages", "Values in the buffer", BackpressureChannel::size)
					.register(registry),
				gauge(channel, "buffer.capacity", "messages", "Values that fit into the buffer",
						BackpressureChannel::capacity)
					.register(registry),
				time(channel, "last.send.time", "When a value was last accepted", ChannelStats::lastSendTime)
					.register(registry),
				time(channel, "last.receive.time", "When a value was last received", ChannelStats::lastReceiveTime)
					.register(registry));
		channel.onClose(() -> meters.forEach(registry::remove));
	}

	private static FunctionCounter.Builder<BackpressureChannel<?>> counter(BackpressureChannel<?> channel, String name,
			String unit, String description, ToLongFunction<ChannelStats> count) {
		ToDoubleFunction<BackpressureChannel<?>> value = (it) -> count.applyAsLong(it.stats());
		return FunctionCounter.<BackpressureChannel<?>>builder(PREFIX + name, channel, value)
			.tag("channel", channel.name())
			.baseUnit(unit)
			.description(description);
	}

	private static FunctionTimer.Builder<BackpressureChannel<?>> timer(BackpressureChannel<?> channel, String name,
			String description, ToLongFunction<ChannelStats> count, Function<ChannelStats, Duration> total) {
		return FunctionTimer
			.<BackpressureChannel<?>>builder(PREFIX + name, channel, (it) -> count.applyAsLong(it.stats()),
					(it) -> total.apply(it.stats()).toNanos(), TimeUnit.NANOSECONDS)
			.tag("channel", channel.name())
			.description(description);
	}

	private static Gauge.Builder<BackpressureChannel<?>> gauge(BackpressureChannel<?> channel, String name,
			@Nullable String unit, String description, ToDoubleFunction<BackpressureChannel<?>> value) {
		return Gauge.<BackpressureChannel<?>>builder(PREFIX + name, channel, value)
			.tag("channel", channel.name())
			.baseUnit(unit)
			.description(description);
	}

	private static TimeGauge.Builder<BackpressureChannel<?>> time(BackpressureChannel<?> channel, String name,
			String description, Function<ChannelStats, @Nullable Instant> time) {
		ToDoubleFunction<BackpressureChannel<?>> value = (it) -> {
			Instant instant = time.apply(it.stats());
			return (instant != null) ? instant.toEpochMilli() : Double.NaN;
		};
		return TimeGauge.<BackpressureChannel<?>>builder(PREFIX + name, channel, TimeUnit.MILLISECONDS, value)
			.tag("channel", channel.name())
			.description(description + ", in seconds of the epoch");
	}

}
