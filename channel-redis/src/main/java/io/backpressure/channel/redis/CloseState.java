package io.backpressure.channel.redis;

import io.backpressure.channel.CancellationSource;

/**
 * Closed state of a channel. Closing wakes up its waiting threads and runs the registered
 * actions.
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
	 * Record that another instance has closed the channel. The actions run on a separate
	 * thread, since they are application code that may take long and other channels need
	 * the calling thread.
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
