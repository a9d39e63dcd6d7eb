package io.backpressure.channel.benchmarks.peer;

/**
 * Full buffer that drops a value at each send.
 */
public interface Sink {

	/**
	 * Send a value. The buffer drops this value or the oldest one.
	 * @param value the value
	 * @return a result that depends on the outcome
	 */
	boolean send(Integer value);

}
