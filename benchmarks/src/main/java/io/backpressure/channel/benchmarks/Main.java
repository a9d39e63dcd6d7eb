package io.backpressure.channel.benchmarks;

import java.util.Arrays;

import io.backpressure.channel.benchmarks.driver.Driver;

/**
 * Runs the driver, or JMH if the first argument is {@code jmh}.
 */
public final class Main {

	private Main() {
	}

	/**
	 * Run.
	 * @param args the options of the driver, or {@code jmh} and the options of JMH
	 * @throws Exception if it fails
	 */
	public static void main(String... args) throws Exception {
		if (args.length > 0 && args[0].equals("jmh")) {
			org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
		}
		else {
			Driver.main(args);
		}
	}

}
