package io.backpressure.channel.spring.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.CancellationToken;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;

/**
 * How long values are buffered, of a channel that measures it: each received value is
 * recorded by its receiver. The histogram has few buckets, since there may be many
 * channels; {@code management.metrics.distribution} can ask for others.
 */
final class BufferWaitMeters implements BackpressureChannel.Observer<Object> {

	private static final Duration[] BUCKETS = Stream
		.of(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
		.map(Duration::ofMillis)
		.toArray(Duration[]::new);

	private final Timer timer;

	private BufferWaitMeters(Timer timer) {
		this.timer = timer;
	}

	/** Bind the meters of a channel until it is closed. */
	static void bind(BackpressureChannel<?> channel, Tags tags, MeterRegistry registry) {
		Timer timer = Timer.builder(ChannelMeters.PREFIX + "buffer.wait")
			.tags(tags)
			.description("Time that received values were buffered")
			.serviceLevelObjectives(BUCKETS)
			.register(registry);
		ToDoubleFunction<BackpressureChannel<?>> age = (it) -> it.oldestAge().toNanos();
		TimeGauge oldest = TimeGauge
			.<BackpressureChannel<?>>builder(ChannelMeters.PREFIX + "buffer.oldest.age", channel, TimeUnit.NANOSECONDS,
					age)
			.tags(tags)
			.description("Time that the oldest value has been buffered; zero without one")
			.register(registry);
		CancellationToken.Registration registration = channel.observe(new BufferWaitMeters(timer));
		channel.onClose(() -> {
			registration.close();
			registry.remove(timer);
			registry.remove(oldest);
		});
	}

	@Override
	public void onReceive(long bufferedNanos) {
		this.timer.record(bufferedNanos, TimeUnit.NANOSECONDS);
	}

}
