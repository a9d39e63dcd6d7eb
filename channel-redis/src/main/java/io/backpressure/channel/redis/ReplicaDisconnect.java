package io.backpressure.channel.redis;

import java.time.Duration;

/**
 * Policy for disconnecting from a server that has become a replica, since its address may
 * lead to the new master by now. A disconnect happens at most every five seconds, and a
 * moment after it was requested: by then the server has rejected all outstanding calls,
 * so no outcome is unknown.
 */
final class ReplicaDisconnect {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final Duration MOMENT = Duration.ofMillis(200);

	private volatile long requestedAt = System.nanoTime() - INTERVAL.toNanos();

	private volatile boolean leaving;

	/**
	 * Request to disconnect, since the server has rejected a script because it is a
	 * replica.
	 */
	void request() {
		if (System.nanoTime() - this.requestedAt > INTERVAL.toNanos()) {
			this.requestedAt = System.nanoTime();
			this.leaving = true;
		}
	}

	boolean isDue() {
		return this.leaving && System.nanoTime() - this.requestedAt > MOMENT.toNanos();
	}

	/** Return whether the connection is being closed on purpose. */
	boolean isLeaving() {
		return this.leaving;
	}

	void left() {
		this.leaving = false;
	}

}
