package io.backpressure.channel.redis;

import io.backpressure.channel.CancellationSource;

/**
 * Remembers that a channel is closed, wakes its waiting threads, and runs what is to be
 * run then.
 */
final class Closing {

	private final Runnable wakeUp;

	private final CancellationSource actions = CancellationSource.create();

	private volatile boolean closed;

	Closing(Runnable wakeUp) {
		this.wakeUp = wakeUp;
	}

	boolean isClosed() {
		return this.closed;
	}

	/** Close it here, and run the actions on the calling thread. */
	void closedHere() {
		this.closed = true;
		this.wakeUp.run();
		this.actions.cancel();
	}

	/**
	 * Close it here after another instance has done so. The actions are code of the
	 * application, which may take its time: they get a thread to themselves, since the
	 * calling one is needed by other channels.
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
