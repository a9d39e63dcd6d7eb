package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Monitor of the time for which calls wait without any reply from the server. Replies
 * arrive in the order of the calls, so a late reply delays all replies that follow.
 */
final class ReplyMonitor {

	private final AtomicInteger outstanding = new AtomicInteger();

	/** The time of the last reply or, if no call waited then, of the next call. */
	private volatile long since = System.nanoTime();

	void called() {
		if (this.outstanding.get() == 0) {
			this.since = System.nanoTime();
		}
		this.outstanding.incrementAndGet();
	}

	void replied() {
		this.since = System.nanoTime();
		this.outstanding.decrementAndGet();
	}

	/** Return how long calls have waited without any reply, or zero if none waits. */
	Duration silence() {
		return (this.outstanding.get() > 0) ? Duration.ofNanos(System.nanoTime() - this.since) : Duration.ZERO;
	}

}
