package io.backpressure.channel.benchmarks.batch;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

import com.conversantmedia.util.concurrent.DisruptorBlockingQueue;
import io.backpressure.channel.benchmarks.peer.Implementation;
import org.jctools.queues.MpmcArrayQueue;

/**
 * Handoff of several values at a time between threads through a bounded buffer.
 */
public interface BatchHandoff {

	/**
	 * Add values in their order, waiting while the buffer is full.
	 * @param values the values, no more than the capacity of the buffer
	 * @throws InterruptedException if interrupted while waiting
	 */
	void putAll(List<Integer> values) throws InterruptedException;

	/**
	 * Remove the oldest values, waiting while the buffer is empty.
	 * @param maxSize the largest number of values to remove
	 * @param action the action for each value
	 * @return the number of values, at least 1
	 * @throws InterruptedException if interrupted while waiting
	 */
	int take(int maxSize, Consumer<Integer> action) throws InterruptedException;

	/**
	 * Create a handoff.
	 * @param implementation the implementation
	 * @param capacity the number of values that the handoff holds, a power of two
	 * @return a new handoff
	 */
	static BatchHandoff create(Implementation implementation, int capacity) {
		return switch (implementation) {
			case CHANNEL -> new ChannelBatchHandoff(capacity);
			case ABQ -> new BlockingQueueBatchHandoff(new ArrayBlockingQueue<>(capacity));
			case LBQ -> new BlockingQueueBatchHandoff(new LinkedBlockingQueue<>(capacity));
			case CONVERSANT -> new BlockingQueueBatchHandoff(new DisruptorBlockingQueue<>(capacity));
			case LMAX -> new LmaxBatchHandoff(capacity);
			case JCTOOLS -> new SpinParkBatchHandoff(new MpmcArrayQueue<>(capacity));
			default -> throw new IllegalArgumentException(implementation + " has no batch operations");
		};
	}

}
