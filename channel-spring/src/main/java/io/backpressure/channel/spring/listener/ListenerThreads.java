package io.backpressure.channel.spring.listener;

import java.util.Objects;
import java.util.concurrent.Executor;

import io.backpressure.channel.BackpressureChannel;
import org.jspecify.annotations.Nullable;

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

	/** Written before the first thread starts, and before the watch knows of this. */
	private ReceiveLoop.@Nullable Factory loops;

	ListenerThreads(BackpressureChannel<?> channel, ListenerParts parts, WorkerGroup group) {
		this.bounds = parts.settings().concurrency();
		this.executor = parts.executor();
		this.watch = parts.growthWatch();
		this.log = parts.log();
		this.group = group;
		this.growth = new Growth(channel, group, this.bounds);
	}

	/**
	 * Start the threads of a group that has been started.
	 * @param loops creates the work of each thread
	 * @throws RuntimeException if there is none; the group has ended then
	 */
	void start(ReceiveLoop.Factory loops) {
		this.loops = loops;
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
				this.executor.execute(Objects.requireNonNull(this.loops).create(worker));
			}
			catch (Throwable ex) {
				this.group.remove(worker);
				throw ex;
			}
		}
	}

}
