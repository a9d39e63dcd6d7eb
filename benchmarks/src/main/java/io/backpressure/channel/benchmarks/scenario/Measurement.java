package io.backpressure.channel.benchmarks.scenario;

/**
 * Repeatable measurement of one implementation in a scenario.
 */
interface Measurement {

	/**
	 * Run the measurement once.
	 * @param elements the number of values to send, which the measurement may round
	 * @return the sample
	 * @throws Exception if the measurement fails
	 */
	Sample run(int elements) throws Exception;

}
