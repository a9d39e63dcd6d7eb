package io.backpressure.channel.benchmarks.batch;

import java.util.List;
import java.util.function.Consumer;

import io.backpressure.channel.benchmarks.peer.BackOff;
import org.jctools.queues.MessagePassingQueue;

/**
 * Handoff through a non-blocking queue of JCTools. Senders back off while the queue is
 * full, receivers while it is empty.
 */
final class SpinParkBatchHandoff implements BatchHandoff {

	private final MessagePassingQueue<Integer> queue;

	SpinParkBatchHandoff(MessagePassingQueue<Integer> queue) {
		this.queue = queue;
	}

	@Override
	public void putAll(List<Integer> values) throws InterruptedException {
		MessagePassingQueue.Supplier<Integer> supplier = values.iterator()::next;
		int left = values.size();
		for (int turn = 0; left > 0; turn++) {
			int added = this.queue.fill(supplier, left);
			if (added > 0) {
				left -= added;
				turn = -1;
			}
			else {
				BackOff.backOff(turn);
			}
		}
	}

	@Override
	public int take(int maxSize, Consumer<Integer> action) throws InterruptedException {
		MessagePassingQueue.Consumer<Integer> consumer = action::accept;
		int taken = this.queue.drain(consumer, maxSize);
		for (int turn = 0; taken == 0; turn++) {
			BackOff.backOff(turn);
			taken = this.queue.drain(consumer, maxSize);
		}
		return taken;
	}

}
