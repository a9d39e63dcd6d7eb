package io.backpressure.channel;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * What a call that may wait looks at to know when to give up: it can be cancelled by its
 * {@link CancellationSource}, follows a parent, and may carry a deadline.
 * <p>
 * A deadline is not a cancellation: nothing happens when it passes, except that calls
 * given the token wait no longer and throw {@link ChannelTimeoutException}. So it needs
 * no timer, and neither {@link #isCancelled()} nor {@link #onCancel(Runnable)} tells of
 * it; {@link #remaining()} does. All methods may be called from any thread and never
 * wait.
 */
public final class CancellationToken {

	/*
	 * A child does not register with its parent, or a long-lived parent would keep every
	 * child whose source was never closed. It asks its parent instead, and only a
	 * registration (which lives as long as one wait) enters itself with the token and all
	 * its ancestors. The first cause seen is kept, so that the answer never changes.
	 */

	/**
	 * The token that is never cancelled and has no deadline.
	 */
	public static final CancellationToken NONE = new CancellationToken(null, WaitLimit.FOREVER, 0);

	private static final Registration NOTHING = () -> {
	};

	private static final System.Logger logger = System.getLogger(CancellationToken.class.getName());

	private final @Nullable CancellationToken parent;

	/** From {@code start} to the deadline, or {@link WaitLimit#FOREVER}. */
	private final long nanos;

	private final long start;

	private final AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by {@code lock}. */
	private final Set<Entry> entries = new LinkedHashSet<>();

	private CancellationToken(@Nullable CancellationToken parent, long nanos, long start) {
		this.parent = parent;
		this.nanos = nanos;
		this.start = start;
	}

	static CancellationToken childOf(CancellationToken parent, long timeoutNanos) {
		long nanos = Math.min(timeoutNanos, parent.remainingNanos());
		long start = (nanos != WaitLimit.FOREVER) ? System.nanoTime() : 0;
		return new CancellationToken((parent != NONE) ? parent : null, nanos, start);
	}

	/**
	 * Return whether this token or one that it follows has been cancelled.
	 * @return {@code true} from the cancellation on; a passed deadline is none
	 */
	public boolean isCancelled() {
		return cause() != null;
	}

	/**
	 * Return what this token was cancelled with.
	 * @return the cause of the cancellation, the same for ever; {@code null} if this
	 * token has not been cancelled
	 */
	public @Nullable Throwable cause() {
		Throwable own = this.cause.get();
		if (own != null || this.parent == null) {
			return own;
		}
		Throwable inherited = this.parent.cause();
		return (inherited == null || this.cause.compareAndSet(null, inherited)) ? inherited : this.cause.get();
	}

	/**
	 * Return the time that is left until the deadline.
	 * @return the remaining time, zero once the deadline has passed; {@code null} if this
	 * token has no deadline
	 */
	public @Nullable Duration remaining() {
		long remaining = remainingNanos();
		return (remaining != WaitLimit.FOREVER) ? Duration.ofNanos(remaining) : null;
	}

	/**
	 * Run an action once when this token is cancelled, on the thread that cancels, or now
	 * and on this thread if it already is. What the action throws is logged.
	 * @param action what to run
	 * @return what takes the action back when closed; close it, or a long-lived token
	 * keeps the action
	 */
	public Registration onCancel(Runnable action) {
		Objects.requireNonNull(action, "action must not be null");
		if (this == NONE) {
			return NOTHING;
		}
		Entry entry = new Entry(this, action);
		for (CancellationToken token = this; token != null; token = token.parent) {
			if (!token.add(entry)) {
				entry.run();
				break;
			}
		}
		if (entry.done.get()) { // an ancestor may have been entered after the run
			entry.detach();
		}
		return entry;
	}

	/** Nanoseconds until the deadline, zero once past, or {@link WaitLimit#FOREVER}. */
	long remainingNanos() {
		if (this.nanos == WaitLimit.FOREVER) {
			return WaitLimit.FOREVER;
		}
		return Math.max(0, this.nanos - (System.nanoTime() - this.start));
	}

	void cancel(Throwable cause) {
		List<Entry> cancelled;
		this.lock.lock();
		try {
			if (isCancelled() || !this.cause.compareAndSet(null, cause)) {
				return;
			}
			cancelled = new ArrayList<>(this.entries);
			this.entries.clear();
		}
		finally {
			this.lock.unlock();
		}
		cancelled.forEach(Entry::run);
	}

	private boolean add(Entry entry) {
		this.lock.lock();
		try {
			return !isCancelled() && this.entries.add(entry);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void remove(Entry entry) {
		this.lock.lock();
		try {
			this.entries.remove(entry);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * An action that waits for its occasion: a cancellation, or what happens to a
	 * channel.
	 */
	@FunctionalInterface
	public interface Registration extends AutoCloseable {

		/**
		 * Take the action back: it will not begin after this returns. One that already
		 * runs on another thread is not waited for. Idempotent.
		 */
		@Override
		void close();

	}

	private static final class Entry implements Registration {

		private final CancellationToken token;

		private final Runnable action;

		private final AtomicBoolean done = new AtomicBoolean();

		Entry(CancellationToken token, Runnable action) {
			this.token = token;
			this.action = action;
		}

		void run() {
			if (this.done.compareAndSet(false, true)) {
				detach();
				try {
					this.action.run();
				}
				catch (Throwable ex) {
					logger.log(Level.ERROR, "A cancellation callback failed", ex);
				}
			}
		}

		@Override
		public void close() {
			if (this.done.compareAndSet(false, true)) {
				detach();
			}
		}

		private void detach() {
			for (CancellationToken token = this.token; token != null; token = token.parent) {
				token.remove(this);
			}
		}

	}

}
