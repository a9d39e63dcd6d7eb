package io.backpressure.channel.benchmarks.peer;

import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Handoff through a non-blocking queue, in a loop that spins, yields and then polls
 * between short timed parks. It shows the limit of the hardware, and is not a complete
 * channel. A parked thread is not woken up; it polls again after its timeout.
 */
final class SpinParkHandoff implements Polling {

	private static final int SPINS = 200;

	private static final int YIELDS = 10;

	private static final long PARK_NANOS = 50_000;

	private final Queue<Integer> queue;

	SpinParkHandoff(Queue<Integer> queue) {
		this.queue = queue;
	}

	@Override
	public void put(Integer value) throws InterruptedException {
		for (int turn = 0; !this.queue.offer(value); turn++) {
			backOff(turn);
		}
	}

	@Override
	public Integer take() throws InterruptedException {
		Integer value = this.queue.poll();
		for (int turn = 0; value == null; turn++) {
			backOff(turn);
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

	@SuppressWarnings("ThreadPriorityCheck") // such loops yield
	private static void backOff(int turn) throws InterruptedException {
		if (turn < SPINS) {
			Thread.onSpinWait();
		}
		else if (turn < SPINS + YIELDS) {
			Thread.yield();
		}
		else {
			LockSupport.parkNanos(PARK_NANOS);
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
		}
	}

}
