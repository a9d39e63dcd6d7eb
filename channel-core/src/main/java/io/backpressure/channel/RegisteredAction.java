package io.backpressure.channel;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * Action that the first of one or more occasions runs, once.
 */
final class RegisteredAction implements Registration {

	private final Runnable action;

	/** Whether to run it before those that are not, since a thread waits for it. */
	final boolean urgent;

	private final AtomicBoolean done = new AtomicBoolean();

	private Occasion.@Nullable Link links;

	RegisteredAction(Runnable action, boolean urgent) {
		this.action = action;
		this.urgent = urgent;
	}

	/** Enter this with its occasions, or run it if one of them has occurred. */
	Registration register(Occasion.Link links) {
		StackReserve.check();
		this.links = links;
		for (Occasion.Link link = links; link != null; link = link.other) {
			if (!link.occasion.enter(link, this)) {
				run();
				break;
			}
		}
		if (this.done.get()) {
			detach(); // from those entered after the run
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
				GuardedLog.log(Level.ERROR, null, "A cancellation callback failed", ex);
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
		for (Occasion.Link link = this.links; link != null; link = link.other) {
			link.occasion.remove(link);
		}
	}

}
