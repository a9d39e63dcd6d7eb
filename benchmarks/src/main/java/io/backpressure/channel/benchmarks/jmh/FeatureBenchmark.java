package io.backpressure.channel.benchmarks.jmh;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.benchmarks.operating.Application;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of a send and a receive on one thread with the features that an application can
 * enable.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class FeatureBenchmark {

	private static final String CHANNEL = "backpressure.channels.values.";

	@Param
	private Feature feature = Feature.NONE;

	private final Integer value = 1;

	private @Nullable Application application;

	private BackpressureChannel<Integer> channel = BackpressureChannel.create(128);

	/**
	 * Start an application, unless the channel alone is measured.
	 */
	@Setup
	public void setUp() {
		if (this.feature != Feature.NONE) {
			Map<String, Object> properties = new HashMap<>(this.feature.properties);
			properties.put(CHANNEL + "buffer-size", 128);
			Application application = new Application(properties);
			this.application = application;
			this.channel = application.channel("values");
		}
	}

	/**
	 * Stop the application.
	 */
	@TearDown
	public void tearDown() {
		if (this.application != null) {
			this.application.close();
		}
	}

	/**
	 * Send and receive.
	 * @return the value received
	 * @throws InterruptedException never
	 */
	@Benchmark
	public Integer pair() throws InterruptedException {
		this.channel.send(this.value);
		return this.channel.receive();
	}

	/**
	 * Enabled feature.
	 */
	public enum Feature {

		/** None: the channel alone. */
		NONE(Map.of()),

		/**
		 * An application with meters, events and the monitor of channels.
		 */
		APPLICATION(Map.of()),

		/** An application with a watermark and health limits. */
		WATERMARK_AND_HEALTH(Map.of(CHANNEL + "watermark.high", "0.8", CHANNEL + "health.stalled-after", "1m",
				CHANNEL + "health.utilization-above", "0.9 for 30s")),

		/** An application that measures how long values stay in the buffer. */
		BUFFER_WAIT(Map.of(CHANNEL + "measure-buffer-wait", "true"));

		@SuppressWarnings("ImmutableEnumChecker") // the map is immutable
		private final Map<String, Object> properties;

		Feature(Map<String, Object> properties) {
			this.properties = properties;
		}

	}

}
