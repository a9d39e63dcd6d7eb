package io.backpressure.channel;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Tells a blocking call when to give up. A token can be cancelled by its
 * {@link CancellationSource}, follows a parent, and may carry a deadline.
 * <p>
 * A deadline is not a cancellation: nothing happens when it passes, except that calls
 * given the token wait no longer and throw {@link ChannelTimeoutException}. So it needs
 * no timer, and neither {@link #isCancelled()} nor {@link #onCancel(Runnable)} reports
 * it; {@link #remaining()} does. All methods may be called from any thread and never
 * wait.
 */
public final class CancellationToken {

	/*
	 * A child does not register with its parent, or a long-lived parent would keep every
	 * child whose source was never closed. It asks its ancestors instead, and only a
	 * registration (which lives as long as one wait) enters itself with the token and all
	 * of them. The first cause seen is kept, so that the answer never changes.
	 *
	 * The waits of calls are registered as urgent: a cancellation ends them before it
	 * runs other actions, which may take long or wait for those calls.
	 */

	/**
	 * The token that is never cancelled and has no deadline.
	 */
	public static final CancellationToken NONE = new CancellationToken(null, WaitLimit.FOREVER, 0, false);

	private static final Registration NOTHING = () -> {
	};

	private final @Nullable CancellationToken parent;

	/** From {@code start} to the deadline, or {@link WaitLimit#FOREVER}. */
	private final long nanos;

	private final long start;

	private final AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();

	private final Occasion cancellation = new Occasion();

	/** Whether all that is registered with this token is urgent. */
	private final boolean urgent;

	private CancellationToken(@Nullable CancellationToken parent, long nanos, long start, boolean urgent) {
		this.parent = parent;
		this.nanos = nanos;
		this.start = start;
		this.urgent = urgent;
	}

	static CancellationToken childOf(CancellationToken parent, long timeoutNanos) {
		return childOf(parent, timeoutNanos, false);
	}

	private static CancellationToken childOf(CancellationToken parent, long timeoutNanos, boolean urgent) {
		long nanos = Math.min(timeoutNanos, parent.remainingNanos());
		long start = (nanos != WaitLimit.FOREVER) ? System.nanoTime() : 0;
		return new CancellationToken((parent != NONE) ? parent : null, nanos, start, urgent);
	}

	/** The same for a wait that is implemented elsewhere, and ends as promptly. */
	CancellationToken forWait() {
		return (this == NONE) ? NONE : childOf(this, WaitLimit.FOREVER, true);
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
		for (CancellationToken token = this; token != null; token = token.parent) {
			Throwable cause = token.cause.get();
			if (cause != null) {
				return (token == this || this.cause.compareAndSet(null, cause)) ? cause : this.cause.get();
			}
		}
		return null;
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
	 * and on this thread if it already is. Calls that wait with the token end first. What
	 * the action throws is logged.
	 * @param action what to run
	 * @return what takes the action back when closed; close it, or a long-lived token
	 * keeps the action
	 */
	public Registration onCancel(Runnable action) {
		Objects.requireNonNull(action, "action must not be null");
		if (this == NONE) {
			return NOTHING;
		}
		return register(new RegisteredAction(action, this.urgent));
	}

	/** As above, for a wait: before the actions of others. */
	Registration onCancelOfWait(Runnable action) {
		return (this == NONE) ? NOTHING : register(new RegisteredAction(action, true));
	}

	private Registration register(RegisteredAction action) {
		Occasion.Link links = new Occasion.Link(this.cancellation, null);
		for (CancellationToken token = this.parent; token != null; token = token.parent) {
			links = new Occasion.Link(token.cancellation, links);
		}
		return action.register(links);
	}

	/** Nanoseconds until the deadline, zero once past, or {@link WaitLimit#FOREVER}. */
	long remainingNanos() {
		if (this.nanos == WaitLimit.FOREVER) {
			return WaitLimit.FOREVER;
		}
		return Math.max(0, this.nanos - (System.nanoTime() - this.start));
	}

	/** Cancel this token, unless it is, and run what has not yet run. */
	void cancel(Throwable cause) {
		if (!isCancelled()) {
			this.cause.compareAndSet(null, cause);
		}
		this.cancellation.occur();
	}

}
