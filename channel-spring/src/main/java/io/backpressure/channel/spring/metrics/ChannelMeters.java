package io.backpressure.channel.spring.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelAttachment;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Meters for the statistics of every channel of the application context, with the name of
 * the channel as the tag {@code channel}. All meters of a channel exist from the start,
 * and are removed when the channel or the context is closed. The meters read the exact
 * counts of the channel when they are scraped, so a send costs nothing extra. The
 * exception is the time that values spend in the buffer: if the channel measures that
 * time, each receiver records it.
 * <p>
 * If channels of several contexts have the same name and tags in one registry, they share
 * their meters. Counts, sizes and numbers of threads add up, the utilization is that of
 * all buffers together, and time gauges show the largest value. The counts of a closed
 * channel remain in a shared counter until the meters of the last channel that shares the
 * counter are removed.
 *
 * @since 0.1.0
 */
public class ChannelMeters implements MeterBinder, ChannelAttachment {

	static final String PREFIX = "backpressure.channel.";

	private final MeterTags tags;

	private final ReentrantLock lock = new ReentrantLock();

	/** Actions that undo the bindings of each channel. Guarded by the lock. */
	private final Map<BackpressureChannel<?>, List<Runnable>> channels = new HashMap<>();

	/** Guarded by the lock. */
	private final List<MeterRegistry> registries = new ArrayList<>();

	/**
	 * Create meters without channels.
	 * @param channelTags the additional tags of each channel
	 */
	public ChannelMeters(ChannelTags channelTags) {
		this.tags = new MeterTags(channelTags);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.lock.lock();
		try {
			if (this.registries.stream().noneMatch((it) -> it == registry)) {
				this.registries.add(registry);
				this.channels.forEach((channel, undo) -> bind(channel, registry, undo));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void attach(BackpressureChannel<?> channel) {
		this.lock.lock();
		try {
			List<Runnable> undo = new ArrayList<>();
			this.channels.put(channel, undo);
			this.registries.forEach((registry) -> bind(channel, registry, undo));
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void detach(BackpressureChannel<?> channel) {
		this.lock.lock();
		try {
			List<Runnable> undo = this.channels.remove(channel);
			if (undo != null) {
				undo.forEach(Runnable::run);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void bind(BackpressureChannel<?> channel, MeterRegistry registry, List<Runnable> undo) {
		MeterSet meters = new MeterSet(registry, channel, PREFIX,
				this.tags.of(Tags.of("channel", channel.name()), channel.name()));
		undo.add(meters::remove);
		bind(channel, meters);
		if (channel.measuresBufferWait()) {
			undo.add(BufferWaitMeters.bind(channel, meters)::close);
		}
	}

	private static void bind(BackpressureChannel<?> channel, MeterSet meters) {
		ChannelReadings readings = new ChannelReadings(channel);
		count(meters, "sent", "messages", "Values accepted into the buffer", () -> readings.stats().sendCount());
		count(meters, "received", "messages", "Values handed to a receiver", () -> readings.stats().receiveCount());
		count(meters, "dropped", "messages", "Values dropped because the buffer was full or they were too old",
				() -> readings.stats().droppedCount());
		count(meters, "purged", "messages", "Buffered values discarded by a purge",
				() -> readings.stats().purgedCount());
		count(meters, "sends.blocked", "operations", "Sends that had to wait for room",
				() -> readings.stats().blockedSends());
		count(meters, "sends.failed", "operations",
				"Sends that failed: full, closed, timed out, cancelled or unreachable",
				() -> readings.stats().failedSends());
		meters.timer("send.time", "Time inside successful sends", () -> readings.stats().sendCount(),
				() -> readings.stats().totalSendTime().toNanos());
		meters.timer("receive.time", "Time inside successful receives", () -> readings.stats().receiveCalls(),
				() -> readings.stats().totalReceiveTime().toNanos());
		meters.ratio("buffer.utilization",
				"How full the buffer is, from 0 to 1; above 1 while it holds more than a reduced capacity",
				readings::size, channel::capacity);
		meters.gauge("buffer.size", "messages", "Values in the buffer", readings::size);
		meters.gauge("buffer.capacity", "messages", "Values that fit into the buffer", channel::capacity);
		meters.gauge("senders.waiting", "threads", "Threads and asynchronous calls that wait for room",
				channel::waitingSenders);
		meters.gauge("receivers.waiting", "threads", "Threads and asynchronous calls that wait for a value",
				channel::waitingReceivers);
		meters.largest("last.send.time", "Time of the last accepted value, in seconds since the epoch",
				TimeUnit.MILLISECONDS, () -> millis(readings.stats().lastSendTime()));
		meters.largest("last.receive.time", "Time of the last received value, in seconds since the epoch",
				TimeUnit.MILLISECONDS, () -> millis(readings.stats().lastReceiveTime()));
	}

	private static void count(MeterSet meters, String name, String unit, String description, DoubleSupplier count) {
		meters.counter(name, Tags.empty(), unit, description, count);
	}

	private static double millis(@Nullable Instant instant) {
		return (instant != null) ? instant.toEpochMilli() : Double.NaN;
	}

}
