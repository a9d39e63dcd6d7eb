package io.backpressure.channel.benchmarks.scenario;

import java.util.concurrent.CountDownLatch;

/**
 * Where threads wait for the start of a run, running or parked.
 * <p>
 * It decides on which processors they are. A thread that parks is woken where its waker
 * runs: two of them are then often on one processor, and as long as one of the two always
 * waits for the other the operating system sees no reason to part them. Threads that run
 * are spread over the processors before the start.
 */
final class StartingLine {

	/** Until the operating system has spread the threads: a few of its ticks. */
	private static final int SPREADING_MILLIS = 20;

	private final boolean running;

	private final CountDownLatch ready;

	private final CountDownLatch go = new CountDownLatch(1);

	StartingLine(int threads, boolean running) {
		this.running = running;
		this.ready = new CountDownLatch(threads);
	}

	/** Wait for the start; called by each thread. */
	@SuppressWarnings("ThreadPriorityCheck") // others may have to get here
	void await() throws InterruptedException {
		this.ready.countDown();
		while (this.running && this.go.getCount() != 0) {
			Thread.yield();
		}
		this.go.await();
	}

	/** Wait until all threads are here. */
	void awaitThreads() throws InterruptedException {
		this.ready.await();
		if (this.running) {
			Thread.sleep(SPREADING_MILLIS);
		}
	}

	void start() {
		this.go.countDown();
	}

}
