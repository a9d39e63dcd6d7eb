package io.backpressure.channel.benchmarks.scenario;

/**
 * Sample of one run. Its values are per element, or per second in a scenario of kind
 * {@code IDLE}.
 *
 * @param nanos the time of the run, the median time of a wake-up, or the processor time
 * of a waiter
 * @param cpuNanos the processor time of the process
 * @param bytes the bytes allocated by the sending and receiving threads, or by the whole
 * process if the allocation of those threads alone is not known
 */
public record Sample(double nanos, double cpuNanos, double bytes) {

	/**
	 * Parse the output of {@link #format}.
	 * @param line a line of text
	 * @return the sample
	 */
	public static Sample parse(String line) {
		String[] parts = line.split(" ", -1);
		return new Sample(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
	}

	/**
	 * Format the sample as a line of text.
	 * @return the text
	 */
	public String format() {
		return this.nanos + " " + this.cpuNanos + " " + this.bytes;
	}

}
