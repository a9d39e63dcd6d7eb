package io.backpressure.channel.benchmarks.peer;

import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * Handoff through a non-blocking queue, in a loop that spins, then yields, and then polls
 * between short timed parks. No operation wakes up a parked thread: the thread polls
 * again after its timeout. This handoff shows the limit of the hardware, and is not a
 * complete channel.
 */
final class SpinParkHandoff implements Polling {

	private final Queue<Integer> queue;

	SpinParkHandoff(Queue<Integer> queue) {
		this.queue = queue;
	}

	@Override
	public void put(Integer value) throws InterruptedException {
		for (int turn = 0; !this.queue.offer(value); turn++) {
			BackOff.backOff(turn);
		}
	}

	@Override
	public Integer take() throws InterruptedException {
		Integer value = this.queue.poll();
		for (int turn = 0; value == null; turn++) {
			BackOff.backOff(turn);
			value = this.queue.poll();
		}
		return value;
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
