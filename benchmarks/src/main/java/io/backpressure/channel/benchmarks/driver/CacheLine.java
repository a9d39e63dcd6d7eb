package io.backpressure.channel.benchmarks.driver;

import java.util.Arrays;

/**
 * Measurement of the time until a write is visible to a thread on another processor. This
 * time is most of the cost of moving a value to another thread. This time differs greatly
 * between machines. On a virtual machine whose processors the host moves, the time also
 * changes from minute to minute.
 */
final class CacheLine {

	private static final int CHUNKS = 15;

	private static final int PASSES = 1000;

	/**
	 * Time limit of a measurement. Without a limit, the measurement would not end if the
	 * two threads did not run at the same time.
	 */
	private static final long LIMIT_NANOS = 30_000_000;

	private volatile long turn;

	private volatile long deadline;

	private CacheLine() {
	}

	/**
	 * Return the time in nanoseconds, or {@code NaN} if there were no two free
	 * processors.
	 */
	static double transferNanos() throws InterruptedException {
		return (Runtime.getRuntime().availableProcessors() > 1) ? new CacheLine().measure() : Double.NaN;
	}

	/**
	 * Let two threads write alternately, in chunks of many writes. Returns the median
	 * over the chunks of the average time per write. So a few chunks in which a thread
	 * was preempted have little effect.
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

	/** Wait without a pause: a pause would be part of the measured time. */
	private boolean await(long write) {
		for (int spins = 1; this.turn != write; spins++) {
			if (spins % 1024 == 0 && System.nanoTime() - this.deadline >= 0) {
				return false;
			}
		}
		return true;
	}

}
