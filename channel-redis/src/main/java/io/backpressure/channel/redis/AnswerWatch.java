package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures for how long a server has answered nothing although it was asked. Answers come
 * in the order of the calls, so one that is late holds up all that follow.
 */
final class AnswerWatch {

	private final AtomicInteger outstanding = new AtomicInteger();

	/** The time of the last answer, or of the first call after it. */
	private volatile long since = System.nanoTime();

	void asked() {
		if (this.outstanding.get() == 0) {
			this.since = System.nanoTime();
		}
		this.outstanding.incrementAndGet();
	}

	void answered() {
		this.since = System.nanoTime();
		this.outstanding.decrementAndGet();
	}

	/** Return for how long an answer has been outstanding, zero if none is. */
	Duration silence() {
		return (this.outstanding.get() > 0) ? Duration.ofNanos(System.nanoTime() - this.since) : Duration.ZERO;
	}

}
