package io.backpressure.channel.redis;

import java.time.Duration;

/**
 * Decides when to disconnect from a server that has become a replica: its address may
 * lead to the new master by now. That happens at most every five seconds, and a moment
 * after it was asked for: what the server was asked it has refused by then, so that no
 * outcome is unknown.
 */
final class ReplicaExit {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final Duration MOMENT = Duration.ofMillis(200);

	private volatile long asked = System.nanoTime() - INTERVAL.toNanos();

	private volatile boolean leaving;

	/** The server has refused a step as a replica. */
	void ask() {
		if (System.nanoTime() - this.asked > INTERVAL.toNanos()) {
			this.asked = System.nanoTime();
			this.leaving = true;
		}
	}

	boolean isDue() {
		return this.leaving && System.nanoTime() - this.asked > MOMENT.toNanos();
	}

	/** Return whether the connection is lost on purpose. */
	boolean isLeaving() {
		return this.leaving;
	}

	void left() {
		this.leaving = false;
	}

}
