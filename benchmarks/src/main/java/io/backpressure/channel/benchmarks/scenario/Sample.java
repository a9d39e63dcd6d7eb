package io.backpressure.channel.benchmarks.scenario;

/**
 * What one run measured, each per element.
 *
 * @param nanos the time: of the run, of the median wake-up, or on a processor of a waiter
 * in one second
 * @param cpuNanos the time that the process spent on processors
 * @param bytes what the threads that send and receive allocated
 */
public record Sample(double nanos, double cpuNanos, double bytes) {

	/**
	 * Read what {@link #format} has written.
	 * @param line a line of text
	 * @return the sample
	 */
	public static Sample parse(String line) {
		String[] parts = line.split(" ", -1);
		return new Sample(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
	}

	/**
	 * Write it as a line of text.
	 * @return the text
	 */
	public String format() {
		return this.nanos + " " + this.cpuNanos + " " + this.bytes;
	}

}
