package io.backpressure.channel;

import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * Asynchronous calls in the order in which they were made. All callers have checked the
 * {@link StackReserve}, and only the creation of a {@link Link} allocates, so nothing is
 * thrown while the lock is held.
 */
final class CallList {

	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private @Nullable Link first;

	@GuardedBy("lock")
	private @Nullable Link last;

	private volatile boolean empty = true;

	boolean isEmpty() {
		return this.empty;
	}

	void add(AsyncCall<?> call) {
		lock();
		try {
			Link link = call.link;
			link.listed = true;
			link.previous = this.last;
			if (this.last != null) {
				this.last.next = link;
			}
			else {
				this.first = link;
			}
			this.last = link;
			this.empty = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Remove a call, unless it has been removed before. */
	void remove(AsyncCall<?> call) {
		lock();
		try {
			Link link = call.link;
			if (link.listed) {
				unlink(link);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@GuardedBy("lock")
	private void unlink(Link link) {
		Link next = link.next;
		Link previous = link.previous;
		if (previous != null) {
			previous.next = next;
		}
		else {
			this.first = next;
		}
		if (next != null) {
			next.previous = previous;
		}
		else {
			this.last = previous;
		}
		link.previous = null;
		link.next = null;
		link.listed = false;
		this.empty = this.first == null;
	}

	/** Return the first call, or the first one whose wait is spent. */
	@Nullable AsyncCall<?> first(boolean onlySpent) {
		lock();
		try {
			Link link = this.first;
			while (link != null && onlySpent && !link.call.isSpent()) {
				link = link.next;
			}
			return (link != null) ? link.call : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Acquire the lock. {@link ReentrantLock#lock()} would allocate under contention. */
	private void lock() {
		for (int turn = 0; !this.lock.tryLock(); turn++) {
			Spin.backOff(turn);
		}
	}

	/** Position of a call in its list. */
	static final class Link {

		private final AsyncCall<?> call;

		private @Nullable Link previous;

		private @Nullable Link next;

		private boolean listed;

		Link(AsyncCall<?> call) {
			this.call = call;
		}

	}

}
