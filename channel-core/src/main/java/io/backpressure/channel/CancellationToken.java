package io.backpressure.channel;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Tells a blocking call when to give up. A token can be cancelled by its
 * {@link CancellationSource}, and may follow a parent and carry a deadline.
 * <p>
 * A deadline is not a cancellation: when it passes, calls that wait with the token time
 * out (see {@link ChannelTimeoutException}), and nothing else happens. So a token needs
 * no timer, and neither {@link #isCancelled()} nor {@link #onCancel(Runnable)} reports
 * that the deadline has passed; {@link #remaining()} does. All methods may be called from
 * any thread and never wait.
 *
 * @since 0.1.0
 */
public final class CancellationToken {

	/*
	 * A child does not register with its parent, since a long-lived parent would then
	 * keep every child whose source was never closed. Instead, a child checks its
	 * ancestors when it is queried. Only registrations, most of which live as long as one
	 * wait, are entered in the token and all of its ancestors. The first cause seen is
	 * kept, so that the result of cause() never changes.
	 *
	 * The waits of calls are registered as urgent: a cancellation ends these waits before
	 * it runs other actions, which may take long or wait for those calls.
	 */

	/**
	 * A token that is never cancelled and has no deadline.
	 */
	public static final CancellationToken NONE = new CancellationToken(null, WaitLimit.FOREVER, 0, false);

	private static final Registration NOTHING = () -> {
	};

	private final @Nullable CancellationToken parent;

	/** Nanoseconds from {@code start} to the deadline, or {@link WaitLimit#FOREVER}. */
	private final long nanos;

	private final long start;

	private final AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();

	private final OneTimeEvent cancellation = new OneTimeEvent();

	/** If set, every action registered with this token is urgent. */
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

	/**
	 * Return a child for a wait that is implemented elsewhere. A cancellation ends that
	 * wait as promptly as a wait of this package, since actions of the child are urgent.
	 */
	CancellationToken forWait() {
		return (this == NONE) ? NONE : childOf(this, WaitLimit.FOREVER, true);
	}

	/**
	 * Return whether this token or one of its ancestors has been cancelled.
	 * @return {@code true} from the cancellation on; a passed deadline does not count
	 */
	public boolean isCancelled() {
		return cause() != null;
	}

	/**
	 * Return the cause of the cancellation.
	 * @return the cause, which never changes, or {@code null} if this token has not been
	 * cancelled
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
	 * Run an action once when this token is cancelled: on the cancelling thread, or
	 * immediately on this thread if the token is already cancelled. Calls that wait with
	 * the token are woken up before the action runs. An exception thrown by the action is
	 * logged.
	 * @param action the action to run
	 * @return a registration that removes the action when it is closed; close it, since a
	 * long-lived token otherwise keeps the action
	 */
	public Registration onCancel(Runnable action) {
		Objects.requireNonNull(action, "action must not be null");
		if (this == NONE) {
			return NOTHING;
		}
		return register(new RegisteredAction(action, this.urgent));
	}

	/**
	 * Run an urgent action, which ends a wait, when this token is cancelled.
	 */
	Registration onCancelOfWait(Runnable action) {
		return (this == NONE) ? NOTHING : register(new RegisteredAction(action, true));
	}

	private Registration register(RegisteredAction action) {
		OneTimeEvent.Link links = new OneTimeEvent.Link(this.cancellation, null);
		for (CancellationToken token = this.parent; token != null; token = token.parent) {
			links = new OneTimeEvent.Link(token.cancellation, links);
		}
		return action.register(links);
	}

	/**
	 * Return the nanoseconds until the deadline, zero once it has passed, or
	 * {@link WaitLimit#FOREVER}.
	 */
	long remainingNanos() {
		if (this.nanos == WaitLimit.FOREVER) {
			return WaitLimit.FOREVER;
		}
		return Math.max(0, this.nanos - (System.nanoTime() - this.start));
	}

	/**
	 * Cancel this token if it is not cancelled yet, and run the actions that have not yet
	 * run.
	 */
	void cancel(Throwable cause) {
		if (!isCancelled()) {
			this.cause.compareAndSet(null, cause);
		}
		this.cancellation.occur();
	}

}
