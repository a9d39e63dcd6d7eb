package io.backpressure.channel.spring.metrics;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.Registration;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * Recorder of the time that values are buffered, for a channel that measures this time.
 * Each receiver records the time of the value that it has received. The histogram has few
 * buckets, because there may be many channels; {@code management.metrics.distribution}
 * can request others.
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

	/**
	 * Add the meters of a channel to a set.
	 * @return a registration that ends the recording
	 */
	static Registration bind(BackpressureChannel<?> channel, MeterSet meters) {
		Timer timer = meters.recorder(Timer.builder(ChannelMeters.PREFIX + "buffer.wait")
			.description("Time that received values were buffered")
			.serviceLevelObjectives(BUCKETS), Tags.empty());
		meters.largest("buffer.oldest.age", "Time that the oldest value has been buffered; zero if the buffer is empty",
				TimeUnit.NANOSECONDS, () -> channel.oldestAge().toNanos());
		return channel.observe(new BufferWaitMeters(timer));
	}

	@Override
	public void onReceive(long bufferedNanos) {
		this.timer.record(bufferedNanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public boolean observesErrors() {
		return false;
	}

}
