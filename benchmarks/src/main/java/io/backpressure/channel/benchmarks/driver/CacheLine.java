package io.backpressure.channel.benchmarks.driver;

import java.util.Arrays;

/**
 * Measurement of the time until a write is visible to a thread on another processor. Most
 * of the cost of moving a value to another thread is this time. It differs greatly
 * between machines. If the host moves the processors of a virtual machine, it also
 * changes from minute to minute.
 */
final class CacheLine {

	private static final int CHUNKS = 15;

	private static final int PASSES = 1000;

	/** Longest measurement, since the two threads may not run at the same time. */
	private static final long LIMIT_NANOS = 30_000_000;

	private volatile long turn;

	private volatile long deadline;

	private CacheLine() {
	}

	/** Return the time in nanoseconds, or {@code NaN} if no two processors were free. */
	static double transferNanos() throws InterruptedException {
		return (Runtime.getRuntime().availableProcessors() > 1) ? new CacheLine().measure() : Double.NaN;
	}

	/**
	 * Let two threads write alternately, in chunks of many writes. Returns the median
	 * time of a write over all chunks, so that chunks in which a thread was preempted
	 * have no effect.
	 */
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

	/** Wait without a pause, which would be part of the measured time. */
	private boolean await(long write) {
		for (int spins = 1; this.turn != write; spins++) {
			if (spins % 1024 == 0 && System.nanoTime() - this.deadline >= 0) {
				return false;
			}
		}
		return true;
	}

}
