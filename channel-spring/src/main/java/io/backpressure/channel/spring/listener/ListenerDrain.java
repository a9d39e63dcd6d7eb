package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.spring.lifecycle.ContextChannels;

/**
 * The end of all listeners of an application context. They go on until all of their
 * channels are empty and nothing is in hand, so that what one sends to the next is
 * handled too. Those of channels that do not end with the context, such as shared ones,
 * end after the values in hand: others go on.
 */
final class ListenerDrain {

	private static final long POLL_MILLIS = 5;

	private final List<ListenerContainer> listeners;

	/** The listeners that drain their channels. */
	private final List<ListenerContainer> draining;

	private final long deadline;

	/**
	 * The end of the drain timeout is for the values in hand: nothing more is received.
	 */
	private final long lastReceive;

	ListenerDrain(List<ListenerContainer> listeners, ContextChannels channels, Duration timeout) {
		this.listeners = listeners;
		this.draining = listeners.stream()
			.filter((listener) -> listener.isRunning() && channels.isEnding(listener.channel()))
			.toList();
		this.deadline = Deadline.after(timeout);
		this.lastReceive = this.deadline - Math.min(ListenerContainer.ABORT_GRACE.toNanos(), timeout.toNanos() / 4);
	}

	void run() {
		this.listeners.forEach((listener) -> listener.shutdown().hurry());
		this.listeners.stream().filter((listener) -> !this.draining.contains(listener)).forEach(ListenerContainer::end);
		if (!finish()) {
			this.listeners.forEach((listener) -> listener.shutdown().abort());
			awaitEnd(System.nanoTime() + ListenerContainer.ABORT_GRACE.toNanos());
		}
	}

	/** Let listeners finish; return whether their threads have ended. */
	private boolean finish() {
		for (;;) {
			boolean quiet = awaitQuiet();
			this.draining.forEach(ListenerContainer::end);
			if (!awaitEnd(this.deadline)) {
				return false;
			}
			if (!quiet || this.draining.stream().noneMatch((listener) -> listener.shutdown().isBehind())) {
				return true;
			}
			this.draining.forEach(ListenerContainer::start); // what was in hand was sent
																// on
		}
	}

	private boolean awaitQuiet() {
		while (!this.listeners.stream().allMatch((listener) -> listener.shutdown().isQuiet())) {
			if (System.nanoTime() - this.lastReceive >= 0) {
				return false;
			}
			try {
				TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}
		return true;
	}

	private boolean awaitEnd(long deadline) {
		boolean ended = true;
		for (ListenerContainer listener : this.listeners) {
			ended &= listener.shutdown().awaitEnd(deadline);
		}
		return ended;
	}

}
