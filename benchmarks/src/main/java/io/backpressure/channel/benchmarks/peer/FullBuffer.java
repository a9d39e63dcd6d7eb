package io.backpressure.channel.benchmarks.peer;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.SendResult;
import kotlinx.coroutines.channels.BufferOverflow;

/**
 * Full buffers that drop: by themselves where the implementation can, and else by what
 * its user would write.
 */
public final class FullBuffer {

	private FullBuffer() {
	}

	/**
	 * Create a full buffer that drops its head for each value sent.
	 * @param implementation of what
	 * @param capacity how many values it holds
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
	 * Create a full buffer that refuses each value sent.
	 * @param implementation of what
	 * @param capacity how many values it holds
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
			channel.trySend(i);
		}
		return (value) -> channel.trySend(value) == SendResult.SENT;
	}

	private static Polling full(Implementation implementation, int capacity) {
		if (!(implementation.create(capacity) instanceof Polling queue)) {
			throw new IllegalArgumentException(implementation + " can only wait at a full buffer");
		}
		int size = 0;
		while (queue.offer(size)) {
			size++;
		}
		return queue;
	}

}
