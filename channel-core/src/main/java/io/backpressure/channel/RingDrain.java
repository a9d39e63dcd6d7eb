package io.backpressure.channel;

/**
 * Threads that wait until a {@link RingChannel} is closed and drained.
 */
final class RingDrain {

	/*
	 * While the channel is open, these threads wait only for it to close, and cost sends
	 * and receives nothing. Once it is closed, the bit WAITED_FOR of 'received', which no
	 * longer serves senders, is set on behalf of these threads: by each waiting thread,
	 * by close(), and again by each receive or purge that has cleared it and found values
	 * left. The thread that sets the bit checks afterwards whether the channel is
	 * drained. If the last value is claimed after the bit was set, the thread that claims
	 * it finds the bit; if before, the check finds the channel drained. Once a channel is
	 * drained, it stays so: the thread that notices it signals all waiting threads.
	 *
	 * An eviction that has begun before the close advances 'received' without regard to
	 * bits that were set meanwhile. So WAITED_FOR is not set as long as EVICTING is set.
	 */

	private final WaitQueue waiters = new WaitQueue();

	/**
	 * Wait until the channel is closed and drained.
	 * @return {@code false} if the time is up
	 */
	boolean await(RingChannel<?> ring, long nanos) throws InterruptedException {
		StackReserve.check();
		long start = System.nanoTime();
		WaitQueue.Node node = this.waiters.join();
		try {
			if (ring.isClosed()) {
				arm(ring);
			}
			while (!ring.isDrained()) {
				long remaining = WaitLimit.remaining(nanos, start);
				if (Thread.interrupted()) {
					throw new InterruptedException();
				}
				if (remaining == 0) {
					return false;
				}
				Parking.park(ring, remaining);
			}
			return true;
		}
		finally {
			this.waiters.leave(node);
		}
	}

	/**
	 * If the channel is drained, wake up the waiting threads. If it is closed but not
	 * drained, ask the next receive to do so. Called when the channel is closed, and by
	 * each call that removes a value and has found WAITED_FOR.
	 */
	void signalIfDrained(RingChannel<?> ring) {
		if (!this.waiters.isEmpty() && ring.isClosed()) {
			arm(ring);
			if (ring.isDrained()) {
				this.waiters.signalAll();
			}
		}
	}

	private static void arm(RingChannel<?> ring) {
		long word = ring.received;
		for (int turn = 0; (word & RingIndices.WAITED_FOR) == 0; turn++) {
			if ((word & RingIndices.EVICTING) != 0) {
				Spin.backOff(turn);
			}
			else if (RingIndices.RECEIVED.compareAndSet(ring, word, word | RingIndices.WAITED_FOR)) {
				return;
			}
			word = ring.received;
		}
	}

}
