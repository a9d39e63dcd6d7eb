package io.backpressure.channel.benchmarks.listening;

import java.util.function.Consumer;

/**
 * Has values handled on other threads, with a bound on those that wait.
 */
@FunctionalInterface
public interface Listening {

	/**
	 * Hand a value over, waiting while too many wait to be handled.
	 * @param value the value
	 * @throws InterruptedException if interrupted while waiting
	 */
	void send(Integer value) throws InterruptedException;

	/**
	 * Starts one way of listening.
	 */
	@FunctionalInterface
	interface Factory {

		/**
		 * Start.
		 * @param threads how many threads handle values
		 * @param handler what is called with each value, from any of them
		 * @return what values are handed to
		 */
		Listening start(int threads, Consumer<Integer> handler);

	}

}
