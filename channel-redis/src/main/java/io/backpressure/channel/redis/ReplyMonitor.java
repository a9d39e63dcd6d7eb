package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Monitor of the time for which a server has left calls unanswered. Replies arrive in the
 * order of the calls, so a late one delays all that follow.
 */
final class ReplyMonitor {

	private final AtomicInteger outstanding = new AtomicInteger();

	/** The time of the last reply, or of the first call after it. */
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

	/** Return how long a reply has been outstanding, zero if none is. */
	Duration silence() {
		return (this.outstanding.get() > 0) ? Duration.ofNanos(System.nanoTime() - this.since) : Duration.ZERO;
	}

}
