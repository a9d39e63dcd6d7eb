package io.backpressure.channel.spring.listener;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.support.ChannelAccess;

/**
 * Decides when a listener gets another thread: while all of its threads are busy and
 * values wait, up to its upper bound; or while it has fewer threads than its lower bound,
 * because one could not be started.
 */
final class Growth {

	private final BackpressureChannel<?> channel;

	private final WorkerGroup group;

	private final ListenerConcurrency bounds;

	/** The turns of the threads at the last check. */
	private long turns = -1;

	Growth(BackpressureChannel<?> channel, WorkerGroup group, ListenerConcurrency bounds) {
		this.channel = channel;
		this.group = group;
		this.bounds = bounds;
	}

	/** Return whether the listener may have more threads than it has. */
	boolean isPossible() {
		return !this.group.isEnded() && (!this.bounds.isFixed() || this.group.size() < this.bounds.min());
	}

	/**
	 * Return how many threads the listener should have now. To be called at intervals, by
	 * one thread at a time. May be a call of the channel's transport.
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
		// a thread that gets on will take what little there is
		if (waiting == null || waiting == 0 || (progress && waiting <= size)) {
			return size;
		}
		return Math.min(this.bounds.max(), size + Math.min(waiting, size));
	}

}
