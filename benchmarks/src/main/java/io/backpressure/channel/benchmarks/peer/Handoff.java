package io.backpressure.channel.benchmarks.peer;

/**
 * Handoff of values between threads through the bounded buffer of the channel or of a
 * peer.
 */
public interface Handoff {

	/**
	 * Add a value, waiting while the buffer is full.
	 * @param value the value
	 * @throws InterruptedException if interrupted while waiting
	 */
	void put(Integer value) throws InterruptedException;

	/**
	 * Remove the oldest value, waiting while the buffer is empty.
	 * @return the value
	 * @throws InterruptedException if interrupted while waiting
	 */
	Integer take() throws InterruptedException;

}
