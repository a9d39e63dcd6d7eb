package io.backpressure.channel;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Receiving side of a {@link SharedBuffer}: acknowledges each value, or leaves that to
 * the caller.
 *
 * @param <V> the type of what is received
 */
final class BufferReceiver<V> {

	/*
	 * Every call of the buffer takes far longer than a reading of the clock, so all calls
	 * are timed exactly.
	 */

	private final SharedBuffer<?> buffer;

	private final Supplier<? extends @Nullable V> take;

	/** Whether values that were taken and not acknowledged may come back here. */
	private final boolean unacknowledged;

	private final Traffic traffic;

	private final CallTimes times;

	/**
	 * Failures that ended a batch early: the value that caused one is in its exception.
	 */
	private final Queue<Throwable> postponed = new ConcurrentLinkedQueue<>();

	BufferReceiver(SharedBuffer<?> buffer, Supplier<? extends @Nullable V> take, boolean unacknowledged,
			Traffic traffic, CallTimes times) {
		this.buffer = buffer;
		this.take = take;
		this.unacknowledged = unacknowledged;
		this.traffic = traffic;
		this.times = times;
	}

	@Nullable V poll(Attempt attempt) {
		try {
			throwPostponed();
			long start = System.nanoTime();
			V value = this.take.get();
			if (value != null) {
				this.traffic.received(1, start, (attempt != Attempt.FURTHER) ? this.times : null);
			}
			return value;
		}
		catch (ChannelException ex) {
			if (attempt == Attempt.ONLY) {
				throw ex;
			}
			throwUnlessNotReached(ex);
			return null;
		}
	}

	/** A call that may wait does, until the buffer can be reached; any other fails. */
	static void throwUnlessNotReached(ChannelException ex) {
		if (!(ex instanceof SharedBuffer.NotReached)) {
			throw ex;
		}
	}

	/** Have the next receive throw a failure. */
	void postpone(Throwable failure) {
		this.postponed.add(failure);
	}

	void throwPostponed() {
		Throwable failure = this.postponed.poll();
		if (failure instanceof RuntimeException exception) {
			throw exception;
		}
		if (failure instanceof Error error) {
			throw error;
		}
	}

	long awaitValue(long now, long nanos, CancellationToken token) throws InterruptedException {
		this.buffer.awaitValue(WaitLimit.remaining(nanos, now), token.forWait(), this.unacknowledged);
		return System.nanoTime();
	}

	boolean isDrained() {
		try {
			return this.buffer.isDrained(this.unacknowledged);
		}
		catch (ChannelException ex) {
			return false;
		}
	}

}
