package io.backpressure.channel.redis;

import java.time.Duration;

/**
 * Policy for disconnecting from a server that has become a replica. The address of the
 * server may lead to the new master by now, so a new connection is opened. A disconnect
 * happens at most every five seconds, and a moment after the request. By then the server
 * has usually rejected the outstanding calls, so their outcome is known.
 */
final class ReplicaDisconnect {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final Duration MOMENT = Duration.ofMillis(200);

	private volatile long requestedAt = System.nanoTime() - INTERVAL.toNanos();

	private volatile boolean leaving;

	/**
	 * Request a disconnect. The request is ignored if the previous one was less than five
	 * seconds ago.
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

	/** Return whether a disconnect was requested and there is no new connection yet. */
	boolean isLeaving() {
		return this.leaving;
	}

	void left() {
		this.leaving = false;
	}

}
