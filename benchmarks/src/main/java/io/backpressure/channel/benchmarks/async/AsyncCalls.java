package io.backpressure.channel.benchmarks.async;

import io.backpressure.channel.benchmarks.peer.Handoff;
import io.backpressure.channel.benchmarks.peer.Implementation;

/**
 * Factory methods for handoffs by asynchronous calls.
 */
public final class AsyncCalls {

	private AsyncCalls() {
	}

	/**
	 * Create a handoff for one thread. Its operations are asynchronous calls that
	 * complete at once. The thread must not add to a full buffer or remove from an empty
	 * one.
	 * @param implementation the implementation
	 * @param capacity the number of values that the handoff holds
	 * @return a new handoff
	 */
	public static Handoff completed(Implementation implementation, int capacity) {
		return switch (implementation) {
			case CHANNEL -> new ChannelCalls(capacity);
			case KOTLIN -> new KotlinCalls(capacity);
			case PUBLISHER -> PublishedCalls.submissionPublisher(capacity);
			case REACTOR -> PublishedCalls.sink(capacity);
			default -> throw unsupported(implementation);
		};
	}

	/**
	 * Create a handoff between a sender and a receiver on a pool.
	 * @param implementation the implementation
	 * @param capacity the number of values that the handoff holds, a power of two of at
	 * least 16
	 * @return a new handoff
	 */
	public static AsyncHandoff chained(Implementation implementation, int capacity) {
		return switch (implementation) {
			case CHANNEL -> new ChannelAsyncHandoff(capacity);
			case KOTLIN -> new KotlinAsyncHandoff(capacity);
			case PUBLISHER -> PublishedHandoff.submissionPublisher(capacity);
			case REACTOR -> PublishedHandoff.sink(capacity);
			default -> throw unsupported(implementation);
		};
	}

	private static IllegalArgumentException unsupported(Implementation implementation) {
		return new IllegalArgumentException(implementation + " has no asynchronous calls");
	}

}
