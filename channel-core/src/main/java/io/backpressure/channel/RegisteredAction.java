package io.backpressure.channel;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * Action that runs once, at the first of one or more events.
 */
final class RegisteredAction implements Registration {

	private final Runnable action;

	/**
	 * If set, the action runs before those that are not urgent, since it ends the wait of
	 * a call.
	 */
	final boolean urgent;

	private final AtomicBoolean done = new AtomicBoolean();

	private OneTimeEvent.@Nullable Link links;

	RegisteredAction(Runnable action, boolean urgent) {
		this.action = action;
		this.urgent = urgent;
	}

	/** Register with all events, or run immediately if one of them has occurred. */
	Registration register(OneTimeEvent.Link links) {
		StackReserve.check();
		this.links = links;
		for (OneTimeEvent.Link link = links; link != null; link = link.other) {
			if (!link.event.enter(link, this)) {
				run();
				break;
			}
		}
		if (this.done.get()) {
			detach(); // from events that were entered after the action had run
		}
		return this;
	}

	void run() {
		if (this.done.compareAndSet(false, true)) {
			detach();
			try {
				this.action.run();
			}
			catch (Throwable ex) {
				GuardedLog.log(Level.ERROR, null, "Action for a cancellation or close threw an exception", ex);
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
		for (OneTimeEvent.Link link = this.links; link != null; link = link.other) {
			link.event.remove(link);
		}
	}

}
