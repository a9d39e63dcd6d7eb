package io.backpressure.channel.benchmarks.listening;

import java.util.function.Consumer;

/**
 * Handling of values on other threads, with a bound on the number of waiting values.
 */
@FunctionalInterface
public interface Listening {

	/**
	 * Pass a value to the threads that handle values. Blocks while the number of waiting
	 * values is at its bound.
	 * @param value the value
	 * @throws InterruptedException if interrupted while waiting
	 */
	void send(Integer value) throws InterruptedException;

	/**
	 * Factory for one way of listening.
	 */
	@FunctionalInterface
	interface Factory {

		/**
		 * Start the threads.
		 * @param threads the number of threads that handle values
		 * @param handler the handler of each value, called by any of these threads
		 * @return the object to pass values to
		 */
		Listening start(int threads, Consumer<Integer> handler);

	}

}
