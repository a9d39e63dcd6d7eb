package io.backpressure.channel.spring.monitor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Last events of a channel. Events of the same kind and detail, with less than five
 * seconds between them, are combined into one event with a count, so a flood of drops
 * does not displace earlier events.
 */
final class RecentEvents {

	private static final int CAPACITY = 50;

	private static final Duration PAUSE = Duration.ofSeconds(5);

	private final Clock clock;

	private final ReentrantLock lock = new ReentrantLock();

	/** Newest last. Guarded by the lock. */
	private final Deque<RecentEvent> events = new ArrayDeque<>();

	RecentEvents(Clock clock) {
		this.clock = clock;
	}

	void add(RecentEvent.Kind kind, long count, @Nullable String detail) {
		this.lock.lock();
		try {
			Instant now = this.clock.instant();
			RecentEvent event = new RecentEvent(now, now, kind, count, detail);
			for (RecentEvent before : this.events) {
				if (before.kind() == kind && Objects.equals(before.detail(), detail)
						&& before.until().plus(PAUSE).isAfter(now)) {
					event = new RecentEvent(before.time(), now, kind, before.count() + count, detail);
					this.events.remove(before);
					break;
				}
			}
			this.events.addLast(event);
			if (this.events.size() > CAPACITY) {
				this.events.removeFirst();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Return the events, newest first. */
	List<RecentEvent> list() {
		this.lock.lock();
		try {
			List<RecentEvent> list = new ArrayList<>(this.events);
			Collections.reverse(list);
			return list;
		}
		finally {
			this.lock.unlock();
		}
	}

}
