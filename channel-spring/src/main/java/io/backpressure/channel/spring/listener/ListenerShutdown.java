package io.backpressure.channel.spring.listener;

import java.time.Duration;

/**
 * The steps that a closing application context takes with a listener.
 *
 * @param listener the listener
 * @param group its threads
 */
record ListenerShutdown(ListenerContainer listener, WorkerGroup group) {

	/** How long to wait for threads that do not come back from their channel. */
	private static final Duration INTAKE_LIMIT = Duration.ofSeconds(5);

	/**
	 * Whether there is nothing to do for a thread that does not wait for the end itself.
	 * A listener that receives nothing has nothing to do, nor does one of a shared
	 * channel between two values, as it does not have to drain it.
	 */
	boolean isQuiet() {
		return inFlight() == 0
				&& (!this.listener.isRunning() || this.listener.isPaused() || left() == 0 || this.group.isStuck());
	}

	/** Whether values are left that its threads would handle if they were started. */
	boolean isBehind() {
		return !this.listener.registration().isRetired() && !this.listener.isPaused() && left() > 0
				&& this.group.size() < this.listener.concurrency().min();
	}

	/** Wait until no thread will take another value, after a pause or an end. */
	void awaitIntakeEnd() {
		if (!this.group.awaitIntakeEnd(INTAKE_LIMIT)) {
			this.listener.log()
				.note("is to take no more values, but a thread has not come back from channel '"
						+ this.listener.channelName() + "' within " + INTAKE_LIMIT.toSeconds()
						+ " s and may still take one");
		}
	}

	/**
	 * From now on, repeat failed calls without delay: the context is closing, and values
	 * in hand are to come to their end.
	 */
	void hurry() {
		this.group.hurry();
	}

	/**
	 * Wait until the threads have ended, but not for the calling one, nor for those that
	 * wait for it to stop a listener, or for the end of the context or of the JVM.
	 * @param deadline until when, by {@link System#nanoTime()}
	 * @return whether they have ended
	 */
	boolean awaitEnd(long deadline) {
		return this.group.awaitEnd(deadline);
	}

	/**
	 * Interrupt the threads, which then give up the values in hand; not the calling one,
	 * nor those that {@link #awaitEnd} does not wait for.
	 */
	void abort() {
		this.group.abort();
	}

	/**
	 * Return how many values are in hand, but for those of threads that wait for the end.
	 */
	long inFlight() {
		return Math.max(0, this.listener.stats().inFlight() - this.group.valuesInWaits());
	}

	/** Return how many values the listener will not get if it is not started again. */
	long left() {
		return this.listener.intake().isShared() ? 0
				: this.listener.stats().undelivered() + this.listener.channel().size();
	}

}
