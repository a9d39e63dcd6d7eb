package io.backpressure.channel.benchmarks.peer;

import java.util.concurrent.BlockingQueue;

import org.jspecify.annotations.Nullable;

/**
 * Handoff through a bounded {@link BlockingQueue}.
 */
final class BlockingQueueHandoff implements Polling {

	private final BlockingQueue<Integer> queue;

	BlockingQueueHandoff(BlockingQueue<Integer> queue) {
		this.queue = queue;
	}

	@Override
	public void put(Integer value) throws InterruptedException {
		this.queue.put(value);
	}

	@Override
	public Integer take() throws InterruptedException {
		return this.queue.take();
	}

	@Override
	public boolean offer(Integer value) {
		return this.queue.offer(value);
	}

	@Override
	public @Nullable Integer poll() {
		return this.queue.poll();
	}

}
