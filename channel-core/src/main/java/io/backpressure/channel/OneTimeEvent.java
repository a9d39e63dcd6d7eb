package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * Event that occurs at most once, such as the cancellation of a token or the closing of a
 * channel, and the actions to run when it occurs.
 */
final class OneTimeEvent {

	/*
	 * The field 'locked' is a spin lock ('this' in the annotations). It also guards the
	 * links of the list. An error cannot corrupt the list: links are allocated before the
	 * first one is entered, and nothing is allocated while the lock is held. Each action
	 * is removed from the list just before it runs, so actions that an error kept from
	 * running are run when occur() is called again.
	 */

	private static final VarHandle LOCKED;

	static {
		try {
			LOCKED = MethodHandles.lookup().findVarHandle(OneTimeEvent.class, "locked", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@SuppressWarnings("unused") // through LOCKED
	private volatile boolean locked;

	private volatile boolean occurred;

	@GuardedBy("this")
	private @Nullable Link first;

	@GuardedBy("this")
	private @Nullable Link last;

	/** Run an action when this event occurs, or immediately if it has occurred. */
	Registration onEvent(Runnable action) {
		return new RegisteredAction(action, false).register(new Link(this, null));
	}

	/** Run all actions, the urgent ones first. Idempotent. */
	void occur() {
		this.occurred = true;
		for (RegisteredAction action = next(); action != null; action = next()) {
			action.run();
		}
	}

	@SuppressWarnings("GuardedBy") // takes the lock
	private @Nullable RegisteredAction next() {
		StackReserve.check(); // otherwise the action might be removed and not run
		lock();
		Link link = this.first;
		RegisteredAction action = null;
		if (link != null) {
			action = link.action;
			this.first = link.next;
			if (link.next != null) {
				link.next.previous = null;
			}
			else {
				this.last = null;
			}
			link.next = null;
			link.action = null;
		}
		this.locked = false;
		return action;
	}

	/** Enter an action. Returns {@code false} if the event has occurred. */
	@SuppressWarnings("GuardedBy") // takes the lock
	boolean enter(Link link, RegisteredAction action) {
		lock();
		boolean waits = !this.occurred;
		if (waits) {
			link.action = action;
			Link before = action.urgent ? null : this.last;
			Link after = action.urgent ? this.first : null;
			link.previous = before;
			link.next = after;
			if (before != null) {
				before.next = link;
			}
			else {
				this.first = link;
			}
			if (after != null) {
				after.previous = link;
			}
			else {
				this.last = link;
			}
		}
		this.locked = false;
		return waits;
	}

	@SuppressWarnings("GuardedBy") // takes the lock
	void remove(Link link) {
		lock();
		if (link.action != null) {
			Link before = link.previous;
			Link after = link.next;
			if (before != null) {
				before.next = after;
			}
			else {
				this.first = after;
			}
			if (after != null) {
				after.previous = before;
			}
			else {
				this.last = before;
			}
			link.action = null;
			link.previous = null;
			link.next = null;
		}
		this.locked = false;
	}

	/**
	 * Acquire the lock. It is released by a write to {@code locked}, since a call could
	 * fail.
	 */
	private void lock() {
		for (int turn = 0; !LOCKED.compareAndSet(this, false, true); turn++) {
			Spin.backOff(turn);
		}
	}

	/** Node of an action in the list of one event. */
	static final class Link {

		final OneTimeEvent event;

		/** The link of the same action to its next event. */
		final @Nullable Link other;

		/** The action while it is in the list. */
		private @Nullable RegisteredAction action;

		private @Nullable Link previous;

		private @Nullable Link next;

		Link(OneTimeEvent event, @Nullable Link other) {
			this.event = event;
			this.other = other;
		}

	}

}
