package io.backpressure.channel.spring.listener;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.support.ChannelAccess;

/**
 * Policy for adding threads to a listener. Threads are added up to the upper bound while
 * all threads are busy and values wait. If a thread could not be started before, threads
 * are added up to the lower bound in any case.
 */
final class GrowthPolicy {

	private final BackpressureChannel<?> channel;

	private final WorkerGroup group;

	private final ListenerConcurrency bounds;

	/** Sum of the {@linkplain Worker#turn() turns} of all threads at the last check. */
	private long turns = -1;

	GrowthPolicy(BackpressureChannel<?> channel, WorkerGroup group, ListenerConcurrency bounds) {
		this.channel = channel;
		this.group = group;
		this.bounds = bounds;
	}

	/** Return whether the listener may get further threads. */
	boolean isPossible() {
		return !this.group.isEnded() && (!this.bounds.isFixed() || this.group.size() < this.bounds.min());
	}

	/**
	 * Return the number of threads that the listener should have now. Called at
	 * intervals, by one thread at a time. May call the transport of a shared channel.
	 */
	int target() {
		int size = this.group.size();
		if (size < this.bounds.min()) {
			return this.bounds.min();
		}
		long turns = this.group.workers().stream().mapToLong(Worker::turn).sum();
		boolean progress = turns != this.turns;
		this.turns = turns;
		if (size >= this.bounds.max() || this.group.active() < size) {
			return size;
		}
		Integer waiting = ChannelAccess.size(this.channel);
		// threads that make progress will take the few values left
		if (waiting == null || waiting == 0 || (progress && waiting <= size)) {
			return size;
		}
		return Math.min(this.bounds.max(), size + Math.min(waiting, size));
	}

}
