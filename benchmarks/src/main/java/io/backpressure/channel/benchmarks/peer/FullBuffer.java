package io.backpressure.channel.benchmarks.peer;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.SendResult;
import kotlinx.coroutines.channels.BufferOverflow;

/**
 * Factory methods for full buffers that drop values. An implementation that can drop
 * values does so itself. For the others, these methods do what an application would have
 * to do.
 */
public final class FullBuffer {

	private FullBuffer() {
	}

	/**
	 * Create a full buffer that drops its head for each value sent.
	 * @param implementation the implementation
	 * @param capacity the number of values that the buffer holds
	 * @return the buffer
	 */
	public static Sink droppingOldest(Implementation implementation, int capacity) {
		return switch (implementation) {
			case CHANNEL -> channel(BackpressureStrategy.DROP_OLDEST, capacity);
			case KOTLIN -> KotlinHandoff.dropping(capacity, BufferOverflow.DROP_OLDEST);
			default -> {
				Polling queue = full(implementation, capacity);
				yield (value) -> {
					boolean dropped = false;
					while (!queue.offer(value)) {
						dropped |= queue.poll() != null;
					}
					return dropped;
				};
			}
		};
	}

	/**
	 * Create a full buffer that drops each value sent.
	 * @param implementation the implementation
	 * @param capacity the number of values that the buffer holds
	 * @return the buffer
	 */
	public static Sink droppingNewest(Implementation implementation, int capacity) {
		return switch (implementation) {
			case CHANNEL -> channel(BackpressureStrategy.DROP, capacity);
			case KOTLIN -> KotlinHandoff.dropping(capacity, BufferOverflow.DROP_LATEST);
			default -> full(implementation, capacity)::offer;
		};
	}

	private static Sink channel(BackpressureStrategy strategy, int capacity) {
		BackpressureChannel<Integer> channel = BackpressureChannel.<Integer>builder()
			.bufferSize(capacity)
			.strategy(strategy)
			.build();
		for (int i = 0; i < capacity; i++) {
			SendResult unused = channel.trySend(i);
		}
		return (value) -> channel.trySend(value) == SendResult.SENT;
	}

	private static Polling full(Implementation implementation, int capacity) {
		if (!(implementation.create(capacity) instanceof Polling queue)) {
			throw new IllegalArgumentException(implementation + " can only wait when the buffer is full");
		}
		int size = 0;
		while (queue.offer(size)) {
			size++;
		}
		return queue;
	}

}
