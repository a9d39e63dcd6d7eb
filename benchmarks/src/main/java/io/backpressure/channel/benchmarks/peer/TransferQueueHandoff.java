package io.backpressure.channel.benchmarks.peer;

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

/**
 * Handoff through a {@link LinkedTransferQueue}. A semaphore bounds the queue, as in an
 * application that needs a bound.
 */
final class TransferQueueHandoff implements Polling {

	private final LinkedTransferQueue<Integer> queue = new LinkedTransferQueue<>();

	private final Semaphore room;

	TransferQueueHandoff(int capacity) {
		this.room = new Semaphore(capacity);
	}

	@Override
	public void put(Integer value) throws InterruptedException {
		this.room.acquire();
		this.queue.put(value);
	}

	@Override
	public Integer take() throws InterruptedException {
		Integer value = this.queue.take();
		this.room.release();
		return value;
	}

	@Override
	public boolean offer(Integer value) {
		return this.room.tryAcquire() && this.queue.offer(value);
	}

	@Override
	public @Nullable Integer poll() {
		Integer value = this.queue.poll();
		if (value != null) {
			this.room.release();
		}
		return value;
	}

}
