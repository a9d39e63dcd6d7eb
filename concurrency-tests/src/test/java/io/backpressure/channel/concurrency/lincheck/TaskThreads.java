package io.backpressure.channel.concurrency.lincheck;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Executor with a thread for each task. A scene waits for all tasks; a future that is not
 * done by then never will be.
 */
final class TaskThreads implements Executor {

	private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

	@Override
	public void execute(Runnable task) {
		Thread thread = new Thread(task);
		this.threads.add(thread);
		thread.start();
	}

	/** Wait for the tasks so far, and for those that they start. */
	void join() throws InterruptedException {
		for (Thread thread = next(); thread != null; thread = next()) {
			thread.join();
		}
	}

	private Thread next() {
		return this.threads.poll();
	}

}
