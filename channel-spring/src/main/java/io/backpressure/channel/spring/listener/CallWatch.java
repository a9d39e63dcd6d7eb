package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds out how long threads have been in their current call by looking at them again and
 * again: calls themselves are not timed.
 */
final class CallWatch {

	private final WorkerGroup group;

	/** Guards what workers keep of the last look. */
	private final ReentrantLock lock = new ReentrantLock();

	CallWatch(WorkerGroup group) {
		this.group = group;
	}

	/** Return for how long a thread has been seen in its current call, at the most. */
	Duration longest() {
		this.lock.lock();
		try {
			long now = System.nanoTime();
			Duration longest = Duration.ZERO;
			for (Worker worker : this.group.workers()) {
				Duration call = worker.callSeenFor(now);
				longest = (call.compareTo(longest) > 0) ? call : longest;
			}
			return longest;
		}
		finally {
			this.lock.unlock();
		}
	}

}
