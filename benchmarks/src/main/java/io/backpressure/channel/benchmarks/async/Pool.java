package io.backpressure.channel.benchmarks.async;

import java.util.concurrent.ForkJoinPool;

/**
 * Pool for a sender and a receiver.
 */
final class Pool {

	/**
	 * One thread per processor, but at least two. The default dispatcher of kotlinx has
	 * the same size. The common pool has one thread less.
	 */
	static final int SIZE = Math.max(2, Runtime.getRuntime().availableProcessors());

	private Pool() {
	}

	/** Create a pool of daemon threads. */
	static ForkJoinPool create() {
		boolean fifo = true; // suits tasks that are never joined
		return new ForkJoinPool(SIZE, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, fifo);
	}

}
