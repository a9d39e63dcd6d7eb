package io.backpressure.channel.benchmarks.scenario;

/**
 * A scenario of one implementation, ready to be measured again and again.
 */
interface Measurement {

	/**
	 * Run once.
	 * @param elements how many values to send
	 * @return what it took
	 * @throws Exception if it fails
	 */
	Sample run(int elements) throws Exception;

}
