package io.backpressure.channel.benchmarks.peer;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Handoff} with operations that do not wait.
 */
public interface Polling extends Handoff {

	/**
	 * Add a value unless the buffer is full.
	 * @param value the value
	 * @return whether the value was added
	 */
	boolean offer(Integer value);

	/**
	 * Remove the oldest value, if any.
	 * @return the value, or {@code null} if the buffer is empty
	 */
	@Nullable Integer poll();

}
