package io.backpressure.channel.benchmarks.jmh;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.benchmarks.operating.Application;
import io.backpressure.channel.benchmarks.operating.Pools;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
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
import tools.jackson.databind.json.JsonMapper;

/**
 * Cost of monitoring many channels: a scrape of their meters, and the endpoint as JSON.
 * For comparison, the meters of the same number of connection pools are scraped.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ScrapeBenchmark {

	@Param("1000")
	private int count = 1000;

	private final PrometheusMeterRegistry pools = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final JsonMapper json = JsonMapper.shared();

	private Application application = new Application(Map.of());

	/**
	 * Start an application with channels, and register the meters of pools.
	 */
	@Setup
	public void setUp() {
		Map<String, Object> properties = new HashMap<>();
		for (int channel = 0; channel < this.count; channel++) {
			properties.put("backpressure.channels.channel-" + channel + ".buffer-size", 128);
		}
		properties.put("management.endpoints.web.exposure.include", "backpressure");
		this.application.close();
		this.application = new Application(properties);
		Pools.register(this.pools, this.count);
	}

	/**
	 * Stop the application.
	 */
	@TearDown
	public void tearDown() {
		this.application.close();
	}

	/**
	 * Scrape the pools.
	 * @return the scrape
	 */
	@Benchmark
	public String pools() {
		return this.pools.scrape();
	}

	/**
	 * Scrape the channels.
	 * @return the scrape
	 */
	@Benchmark
	public String channels() {
		return this.application.registry().scrape();
	}

	/**
	 * Query the endpoint for all channels.
	 * @return the JSON
	 */
	@Benchmark
	public String endpoint() {
		return this.json.writeValueAsString(this.application.endpoint().channels());
	}

}
