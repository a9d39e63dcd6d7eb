package io.backpressure.channel.benchmarks.peer;

/**
 * A full buffer to which values are sent that something has to be dropped for.
 */
public interface Sink {

	/**
	 * Send a value; this one or the oldest is dropped.
	 * @param value the value
	 * @return something that depends on what happened
	 */
	boolean send(Integer value);

}
