package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.spring.lifecycle.ContextChannels;
import io.backpressure.channel.spring.support.TimeSource;

/**
 * Graceful shutdown of all listeners of an application context. A listener of a channel
 * that is closed with the context runs until all such channels are empty and no value is
 * in flight. So a value that one listener sends to the next is handled too. A listener of
 * another channel, such as a shared one, ends after its values in flight. A timeout
 * limits the shutdown.
 */
final class ListenerDrain {

	private static final long POLL = TimeUnit.MILLISECONDS.toNanos(5);

	private final List<ListenerContainer> listeners;

	/** Running listeners whose channels are closed with the context. */
	private final List<ListenerContainer> draining;

	private final TimeSource time;

	private final long deadline;

	/**
	 * Time at which receiving ends at the latest. The rest of the drain timeout is for
	 * the values in flight.
	 */
	private final long lastReceive;

	ListenerDrain(List<ListenerContainer> listeners, ContextChannels channels, Duration timeout, TimeSource time) {
		this.listeners = listeners;
		this.draining = listeners.stream()
			.filter((listener) -> listener.isRunning() && channels.isEnding(listener.channel()))
			.toList();
		this.time = time;
		this.deadline = Deadline.after(timeout, time);
		this.lastReceive = this.deadline - Math.min(ListenerContainer.ABORT_GRACE.toNanos(), timeout.toNanos() / 4);
	}

	void run() {
		this.listeners.forEach((listener) -> listener.shutdown().skipRetryDelays());
		this.listeners.stream().filter((listener) -> !this.draining.contains(listener)).forEach(ListenerContainer::end);
		if (!finish()) {
			this.listeners.forEach((listener) -> listener.shutdown().abort());
			awaitEnd(Deadline.after(ListenerContainer.ABORT_GRACE, this.time));
		}
	}

	/** Let listeners finish, and return whether their threads have ended. */
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
			// handling the values in flight has sent further values
			this.draining.forEach(ListenerContainer::start);
		}
	}

	private boolean awaitQuiet() {
		while (!this.listeners.stream().allMatch((listener) -> listener.shutdown().isQuiet())) {
			long remaining = this.time.remaining(this.lastReceive);
			if (remaining <= 0) {
				return false;
			}
			try {
				TimeUnit.NANOSECONDS.sleep(Math.min(remaining, POLL));
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
