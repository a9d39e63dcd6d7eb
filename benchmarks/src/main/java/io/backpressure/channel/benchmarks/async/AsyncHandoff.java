package io.backpressure.channel.benchmarks.async;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Handoff of values from one sender to one receiver through a bounded buffer. The sender
 * and the receiver run on a pool and, if the implementation permits, block no thread of
 * the pool.
 */
public interface AsyncHandoff {

	/**
	 * Start to send values, each as soon as the previous one has been accepted.
	 * @param count the number of values
	 * @param values returns the value for an index
	 * @return a future that completes when all values have been accepted
	 */
	CompletableFuture<?> send(int count, IntFunction<Integer> values);

	/**
	 * Start to receive values.
	 * @param count the number of values
	 * @param action the action for each value, called by one thread at a time
	 * @return a future that completes when all values have been received
	 */
	CompletableFuture<?> receive(int count, Consumer<Integer> action);

}
