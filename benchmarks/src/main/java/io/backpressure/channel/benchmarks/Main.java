package io.backpressure.channel.benchmarks;

import java.util.Arrays;

import io.backpressure.channel.benchmarks.driver.Driver;
import io.backpressure.channel.benchmarks.redis.RedisComparison;

/**
 * Main class. The first argument {@code jmh} runs JMH, {@code redis} runs the comparison
 * on Redis. Without either, the driver runs.
 */
public final class Main {

	private Main() {
	}

	/**
	 * Run JMH or a comparison.
	 * @param args the options of the driver, {@code jmh} and the options of JMH, or
	 * {@code redis} and the path of a server
	 * @throws Exception if the run fails
	 */
	public static void main(String... args) throws Exception {
		if (args.length > 0 && args[0].equals("jmh")) {
			org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
		}
		else if (args.length > 0 && args[0].equals("redis")) {
			RedisComparison.main(Arrays.copyOfRange(args, 1, args.length));
		}
		else {
			Driver.main(args);
		}
	}

}
