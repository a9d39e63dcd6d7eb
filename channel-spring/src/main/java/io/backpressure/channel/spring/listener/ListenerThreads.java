package io.backpressure.channel.spring.listener;

import java.util.Objects;
import java.util.concurrent.Executor;

import io.backpressure.channel.BackpressureChannel;
import org.jspecify.annotations.Nullable;

/**
 * Starter of the threads of a listener: the minimum when the listener starts, and further
 * ones while they are needed.
 */
final class ListenerThreads {

	private static final String LACKS_THREADS = "of channel '%s' cannot start another thread, and tries again";

	private final ListenerConcurrency bounds;

	private final Executor executor;

	private final GrowthWatch watch;

	private final FailureLog log;

	private final WorkerGroup group;

	private final GrowthPolicy growth;

	/**
	 * Written before other threads can read it: before the first thread starts, and
	 * before the {@link GrowthWatch} knows this object.
	 */
	private ReceiveLoop.@Nullable Factory loops;

	ListenerThreads(BackpressureChannel<?> channel, ListenerComponents components, WorkerGroup group) {
		this.bounds = components.settings().concurrency();
		this.executor = components.executor();
		this.watch = components.growthWatch();
		this.log = components.log();
		this.group = group;
		this.growth = new GrowthPolicy(channel, group, this.bounds);
	}

	/**
	 * Start the threads of a group that has been started.
	 * @param loops creates the loop of each thread
	 * @throws RuntimeException if no thread could be started; the group has then ended
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

	/** Return whether further threads may be needed. */
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
	 * Add threads if they are needed. Never throws.
	 * @return whether further threads may be needed later
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
