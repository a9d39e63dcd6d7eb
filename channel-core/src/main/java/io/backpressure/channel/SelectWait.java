package io.backpressure.channel;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Wait of one thread in the queues of all channels of a {@link ChannelSelect}.
 */
final class SelectWait implements Waiter {

	/*
	 * The thread leaves each queue before it tries the channel, as a thread that waits
	 * for one channel does. If it takes a value, it leaves the remaining queues without
	 * trying their channels. A queue that has already woken up the thread then wakes up
	 * its next waiter.
	 */

	private final Thread thread = Thread.currentThread();

	private final @Nullable Wait[] waits;

	private int size;

	private volatile boolean woken;

	SelectWait(int sources) {
		this.waits = new Wait[sources];
	}

	/** Add the wait for the next channel; {@code null} if that channel is drained. */
	void add(@Nullable Wait wait) {
		this.waits[this.size++] = wait;
	}

	@Override
	public void wake() {
		this.woken = true;
		LockSupport.unpark(this.thread);
	}

	/**
	 * Wait until a channel may have a value, with the contract of
	 * {@link ReceivingChannel#awaitValue}.
	 */
	long awaitValue(long start, long nanos, CancellationToken token) throws InterruptedException {
		Registration cancellation = token.onCancelOfWait(() -> LockSupport.unpark(this.thread));
		try {
			for (;;) {
				long now = System.nanoTime();
				long remaining = WaitLimit.remaining(nanos, start, now);
				if (this.woken || token.isCancelled() || remaining == 0) {
					return now;
				}
				ReceivingChannel.throwIfInterrupted();
				Parking.park(this, remaining);
			}
		}
		finally {
			cancellation.close();
		}
	}

	/** Leave the queue of a channel, see {@link Wait#end}. */
	void end(int index, boolean tries) {
		Wait wait = this.waits[index];
		if (wait != null) {
			this.waits[index] = null;
			wait.end(tries);
		}
	}

	/** Leave all queues that the thread is still in. */
	void end() {
		for (int index = 0; index < this.size; index++) {
			end(index, false);
		}
	}

}
