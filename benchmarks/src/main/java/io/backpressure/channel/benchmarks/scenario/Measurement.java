package io.backpressure.channel.benchmarks.scenario;

/**
 * Repeatable measurement of one implementation in a scenario.
 */
interface Measurement {

	/**
	 * Run once.
	 * @param elements the number of values to send
	 * @return the sample
	 * @throws Exception if it fails
	 */
	Sample run(int elements) throws Exception;

}
