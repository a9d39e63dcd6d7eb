package io.backpressure.channel.redis;

import io.backpressure.channel.CancellationSource;

/**
 * Closed state of a channel. When the channel is closed, the threads that wait on it are
 * woken up and the registered actions are run.
 */
final class CloseState {

	private final Runnable wakeUp;

	private final CancellationSource actions = CancellationSource.create();

	private volatile boolean closed;

	CloseState(Runnable wakeUp) {
		this.wakeUp = wakeUp;
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Record that the channel is closed for this instance, and run the actions on the
	 * calling thread.
	 */
	void closedHere() {
		this.closed = true;
		this.wakeUp.run();
		this.actions.cancel();
	}

	/**
	 * Record that another instance has closed the channel. Run the actions on a separate
	 * thread: they are application code that may take long, and the calling thread may
	 * serve other channels too.
	 */
	void closedElsewhere() {
		boolean first = !this.closed;
		this.closed = true;
		this.wakeUp.run();
		if (first) {
			Thread thread = new Thread(this.actions::cancel, "backpressure-redis-close");
			thread.setDaemon(true);
			thread.start();
		}
	}

	void onClose(Runnable action) {
		this.actions.token().onCancel(action);
	}

}
