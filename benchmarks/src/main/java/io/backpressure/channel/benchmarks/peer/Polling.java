package io.backpressure.channel.benchmarks.peer;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Handoff} that can also be used without waiting.
 */
public interface Polling extends Handoff {

	/**
	 * Add a value unless the buffer is full.
	 * @param value the value
	 * @return whether it was added
	 */
	boolean offer(Integer value);

	/**
	 * Remove the oldest value, if any.
	 * @return the value, or {@code null}
	 */
	@Nullable Integer poll();

}
