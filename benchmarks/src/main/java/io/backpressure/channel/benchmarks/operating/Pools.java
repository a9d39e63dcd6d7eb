package io.backpressure.channel.benchmarks.operating;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Meters of connection pools, with the names and types that HikariCP registers for each
 * pool: six gauges, three timers and a counter. No pool exists behind these meters.
 */
public final class Pools {

	private static final String[] GAUGES = { "connections", "connections.active", "connections.idle",
			"connections.pending", "connections.max", "connections.min" };

	private static final String[] TIMERS = { "connections.acquire", "connections.usage", "connections.creation" };

	private Pools() {
	}

	/**
	 * Register the meters of pools.
	 * @param registry the registry
	 * @param pools the number of pools
	 */
	public static void register(MeterRegistry registry, int pools) {
		for (int pool = 0; pool < pools; pool++) {
			String name = "pool-" + pool;
			for (String gauge : GAUGES) {
				Gauge.builder("hikaricp." + gauge, new AtomicInteger(pool), AtomicInteger::get)
					.strongReference(true)
					.tag("pool", name)
					.register(registry);
			}
			for (String timer : TIMERS) {
				Timer.builder("hikaricp." + timer)
					.tag("pool", name)
					.register(registry)
					.record(1, TimeUnit.MILLISECONDS);
			}
			Counter.builder("hikaricp.connections.timeout").tag("pool", name).register(registry);
		}
	}

}
