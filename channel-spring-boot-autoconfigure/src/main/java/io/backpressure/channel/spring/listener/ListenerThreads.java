package io.backpressure.channel.spring.listener;

import java.util.concurrent.Executor;

import io.backpressure.channel.BackpressureChannel;

/**
 * Starts the threads of a listener: those that it always has when it starts, further ones
 * while they are needed.
 */
final class ListenerThreads {

	private static final String LACKS_THREADS = "of channel '%s' cannot start another thread, and tries again";

	private final ListenerConcurrency bounds;

	private final Executor executor;

	private final GrowthWatch watch;

	private final FailureLog log;

	private final WorkerGroup group;

	private final Growth growth;

	private final ReceiveLoop.Factory loops;

	ListenerThreads(BackpressureChannel<?> channel, ListenerParts parts, WorkerGroup group, ReceiveLoop.Factory loops) {
		this.bounds = parts.settings().concurrency();
		this.executor = parts.executor();
		this.watch = parts.growthWatch();
		this.log = parts.log();
		this.group = group;
		this.growth = new Growth(channel, group, this.bounds);
		this.loops = loops;
	}

	/**
	 * Start the threads of a group that has been started.
	 * @throws RuntimeException if there is none; the group has ended then
	 */
	void start() {
		try {
			add(this.bounds.min());
		}
		catch (Throwable ex) {
			if (this.group.size() == 0) {
				this.group.end();
				throw ex;
			}
			this.log.error(LACKS_THREADS, null, ex);
		}
		watch();
	}

	/** Return whether threads may be needed. */
	boolean mayGrow() {
		return this.growth.isPossible();
	}

	private void watch() {
		try {
			if (mayGrow()) {
				this.watch.add(this);
			}
		}
		catch (Throwable ex) {
			this.log.error(LACKS_THREADS, null, ex);
		}
	}

	/**
	 * Add threads if they are needed. Throws nothing.
	 * @return whether they may be needed again
	 */
	boolean grow() {
		try {
			if (!mayGrow()) {
				return false;
			}
			add(this.growth.target());
		}
		catch (Throwable ex) {
			this.log.error(LACKS_THREADS, null, ex);
		}
		return true;
	}

	private void add(int target) {
		for (Worker worker = new Worker(); this.group.add(worker, target); worker = new Worker()) {
			try {
				this.executor.execute(this.loops.create(worker));
			}
			catch (Throwable ex) {
				this.group.remove(worker);
				throw ex;
			}
		}
	}

}
