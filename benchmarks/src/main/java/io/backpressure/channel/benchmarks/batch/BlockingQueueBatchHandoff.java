package io.backpressure.channel.benchmarks.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Handoff through a bounded {@link BlockingQueue}, which can remove several values in one
 * step, but adds them one by one. Each receiving thread uses the same list for all its
 * batches.
 */
final class BlockingQueueBatchHandoff implements BatchHandoff {

	private final BlockingQueue<Integer> queue;

	private final ThreadLocal<List<Integer>> batches = ThreadLocal.withInitial(ArrayList::new);

	BlockingQueueBatchHandoff(BlockingQueue<Integer> queue) {
		this.queue = queue;
	}

	@Override
	public void putAll(List<Integer> values) throws InterruptedException {
		for (Integer value : values) {
			this.queue.put(value);
		}
	}

	@Override
	public int take(int maxSize, Consumer<Integer> action) throws InterruptedException {
		List<Integer> batch = this.batches.get();
		if (this.queue.drainTo(batch, maxSize) == 0) {
			batch.add(this.queue.take());
			if (maxSize > 1) {
				this.queue.drainTo(batch, maxSize - 1);
			}
		}
		int size = batch.size();
		batch.forEach(action);
		batch.clear();
		return size;
	}

}
