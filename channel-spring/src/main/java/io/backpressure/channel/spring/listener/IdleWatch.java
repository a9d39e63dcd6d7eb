package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.event.GuardedPublisher;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a listener has received nothing for an interval, once per interval. The
 * threads of the listener look here whenever they have waited for it in vain.
 */
final class IdleWatch {

	private final String listenerId;

	private final BackpressureChannel<?> channel;

	private final ListenerCounters counters;

	private final long interval;

	private final GuardedPublisher events;

	private final FailureLog log;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock, as all below. */
	private long received = -1;

	private long since;

	private long told;

	private IdleWatch(String listenerId, BackpressureChannel<?> channel, ListenerCounters counters,
			ListenerParts parts) {
		this.listenerId = listenerId;
		this.channel = channel;
		this.counters = counters;
		this.interval = parts.settings().idleInterval().toNanos();
		this.events = parts.events();
		this.log = parts.log();
	}

	/** Create the watch of a listener, or {@code null} if it has no idle interval. */
	static @Nullable IdleWatch of(String listenerId, BackpressureChannel<?> channel, ListenerCounters counters,
			ListenerParts parts) {
		return parts.settings().idleInterval().isZero() ? null : new IdleWatch(listenerId, channel, counters, parts);
	}

	void look() {
		long idle = idleNanos(System.nanoTime(), this.counters.stats().received());
		if (idle > 0) {
			this.events
				.publish(new ListenerIdleEvent(this.channel, this.listenerId, Duration.ofNanos(idle)), (ex) -> this.log
					.error("of channel '%s' is idle, and an event listener failed with the event of that", null, ex));
		}
	}

	/** How long it is idle, if that is to be told now, or else 0. */
	private long idleNanos(long now, long received) {
		this.lock.lock();
		try {
			if (this.received != received) {
				this.received = received;
				this.since = now - this.interval; // as long as the thread has waited
				this.told = this.since;
			}
			if (now - this.told < this.interval) {
				return 0;
			}
			this.told = now;
			return now - this.since;
		}
		finally {
			this.lock.unlock();
		}
	}

}
