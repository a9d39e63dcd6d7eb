package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.event.GuardedPublisher;
import io.backpressure.channel.spring.support.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Publisher of a {@link ListenerIdleEvent} when a listener has received nothing for its
 * idle interval, and of at most one more in each further interval. The threads of the
 * listener run the check after each receive that timed out.
 */
final class IdleWatch {

	private final String listenerId;

	private final BackpressureChannel<?> channel;

	private final ListenerCounters counters;

	private final long interval;

	private final TimeSource time;

	private final GuardedPublisher events;

	private final FailureLog log;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock, as are all fields below. */
	private long received = -1;

	private long since;

	private long lastReport;

	private IdleWatch(String listenerId, BackpressureChannel<?> channel, ListenerCounters counters,
			ListenerComponents components) {
		this.listenerId = listenerId;
		this.channel = channel;
		this.counters = counters;
		this.interval = components.settings().idleInterval().toNanos();
		this.time = components.time();
		this.events = components.events();
		this.log = components.log();
	}

	/**
	 * Create the watch of a listener, or return {@code null} if the listener has no idle
	 * interval.
	 */
	static @Nullable IdleWatch of(String listenerId, BackpressureChannel<?> channel, ListenerCounters counters,
			ListenerComponents components) {
		return components.settings().idleInterval().isZero() ? null
				: new IdleWatch(listenerId, channel, counters, components);
	}

	/**
	 * Publish an event if one is due.
	 * @param waited how long the receive had waited when it timed out
	 */
	void check(Duration waited) {
		long idle = idleNanos(this.time.nanoTime(), waited.toNanos(), this.counters.stats().received());
		if (idle > 0) {
			this.events.publish(new ListenerIdleEvent(this.channel, this.listenerId, Duration.ofNanos(idle)),
					(ex) -> this.log.error(
							"of channel '%s' is idle, and an event listener failed to handle the ListenerIdleEvent",
							null, ex));
		}
	}

	/** Return how long the listener has been idle if an event is due, or else 0. */
	private long idleNanos(long now, long waited, long received) {
		this.lock.lock();
		try {
			if (this.received != received) {
				this.received = received;
				this.since = now - waited;
				this.lastReport = this.since;
			}
			if (now - this.lastReport < this.interval) {
				return 0;
			}
			this.lastReport = now;
			return now - this.since;
		}
		finally {
			this.lock.unlock();
		}
	}

}
