package io.backpressure.channel.benchmarks.driver;

import java.util.Arrays;

/**
 * How long a write takes to be seen by a thread on another processor. It is most of what
 * a value costs on its way, differs from machine to machine by a factor of ten, and on a
 * virtual one whose processors are moved also from minute to minute.
 */
final class CacheLine {

	private static final int CHUNKS = 15;

	private static final int PASSES = 1000;

	/** Threads that do not run at the same time would take for ever. */
	private static final long LIMIT_NANOS = 30_000_000;

	private volatile long turn;

	private volatile long deadline;

	private CacheLine() {
	}

	/** The time in nanoseconds, or {@code NaN} if no two processors were free for it. */
	static double transferNanos() throws InterruptedException {
		return (Runtime.getRuntime().availableProcessors() > 1) ? new CacheLine().measure() : Double.NaN;
	}

	/** Two threads write in turns; a chunk in which one was preempted is an outlier. */
	private double measure() throws InterruptedException {
		this.deadline = System.nanoTime() + LIMIT_NANOS;
		Thread other = new Thread(() -> {
			for (long write = 2; await(write - 1); write += 2) {
				this.turn = write;
			}
		});
		other.setDaemon(true);
		other.start();
		double[] chunks = new double[CHUNKS];
		int complete = 0;
		long write = 1;
		long start = System.nanoTime();
		while (complete < CHUNKS && pass(write)) {
			write += 2;
			if (write % (2 * PASSES) == 1) {
				long now = System.nanoTime();
				chunks[complete++] = (now - start) / (2.0 * PASSES);
				start = now;
			}
		}
		this.deadline = System.nanoTime();
		other.join();
		return Result.median(Arrays.copyOf(chunks, complete));
	}

	private boolean pass(long write) {
		this.turn = write;
		return await(write + 1);
	}

	/** Without a pause, which would be part of the time. */
	private boolean await(long write) {
		for (int spins = 1; this.turn != write; spins++) {
			if (spins % 1024 == 0 && System.nanoTime() - this.deadline >= 0) {
				return false;
			}
		}
		return true;
	}

}
