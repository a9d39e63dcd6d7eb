package io.backpressure.channel.spring.listener;

import java.time.Duration;

/**
 * Steps to pause a listener, and to shut it down when the application context closes.
 *
 * @param listener the listener
 * @param group its threads
 */
record ListenerShutdown(ListenerContainer listener, WorkerGroup group) {

	/** Longest wait for threads to return from a receive. */
	private static final Duration INTAKE_LIMIT = Duration.ofSeconds(5);

	/**
	 * Return whether no value is in flight and no value is left to handle. Values in
	 * flight of {@linkplain ShutdownWaiters shutdown waiters} do not count. Nothing
	 * counts as left if the listener is stopped or paused, if its channel is shared and
	 * so need not be drained, or if all threads are shutdown waiters.
	 */
	boolean isQuiet() {
		return inFlight() == 0
				&& (!this.listener.isRunning() || this.listener.isPaused() || left() == 0 || this.group.isStuck());
	}

	/**
	 * Return whether values are left for threads that have ended, so that the listener
	 * should be started again.
	 */
	boolean isBehind() {
		return !this.listener.registration().isRetired() && !this.listener.isPaused() && left() > 0
				&& this.group.size() < this.listener.concurrency().min();
	}

	/**
	 * After a pause or an end, wait until no thread will take another value. Logs a
	 * warning if the wait exceeds the limit.
	 */
	void awaitIntakeEnd() {
		if (!this.group.awaitIntakeEnd(INTAKE_LIMIT)) {
			this.listener.log()
				.note("was paused or stopped, but a thread did not return from channel '" + this.listener.channelName()
						+ "' within " + INTAKE_LIMIT.toSeconds() + " s and may still take a value");
		}
	}

	/**
	 * Repeat failed calls without delay from now on: the context is closing, and the
	 * values in flight should be settled.
	 */
	void skipRetryDelays() {
		this.group.skipRetryDelays();
	}

	/**
	 * Wait until the threads have ended. Does not wait for the calling thread, for
	 * threads that wait for the calling thread, or for shutdown waiters.
	 * @param deadline the deadline, by the time source of the listener
	 * @return whether these threads have ended or the listener has been started again
	 */
	boolean awaitEnd(long deadline) {
		return this.group.awaitEnd(deadline);
	}

	/**
	 * Interrupt the threads, which then give back values whose call fails. Spares the
	 * calling thread and those that {@link #awaitEnd} does not wait for.
	 */
	void abort() {
		this.group.abort();
	}

	/**
	 * Return the number of values in flight, without those of shutdown waiters.
	 */
	long inFlight() {
		return Math.max(0, this.listener.stats().inFlight() - this.group.valuesInWaits());
	}

	/**
	 * Return the number of values left for the listener: those that it has kept, and
	 * those in the buffer of its channel. Zero for a shared channel.
	 */
	long left() {
		return this.listener.intake().isShared() ? 0
				: this.listener.stats().undelivered() + this.listener.channel().size();
	}

}
