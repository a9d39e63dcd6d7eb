package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Observer of the durations of current calls. Calls themselves are not timed: the
 * duration counts from the first check that found a thread in its call.
 */
final class CallWatch {

	private final WorkerGroup group;

	/** Guards what each worker records at the last check. */
	private final ReentrantLock lock = new ReentrantLock();

	CallWatch(WorkerGroup group) {
		this.group = group;
	}

	/**
	 * Return the longest time for which a thread has been observed in its current call.
	 */
	Duration longest() {
		this.lock.lock();
		try {
			long now = this.group.time().nanoTime();
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
