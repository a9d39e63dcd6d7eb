package io.backpressure.channel;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Receiving side of a {@link SharedBuffer}, for values that are acknowledged at once or
 * by the caller.
 *
 * @param <V> the type of the received values
 */
final class BufferReceiver<V> {

	/*
	 * A call to the buffer takes far longer than reading the clock, so every call is
	 * timed exactly.
	 */

	private final SharedBuffer<?> buffer;

	private final Supplier<? extends @Nullable V> take;

	/**
	 * Set if receives also wait for unacknowledged values, which may be redelivered to
	 * this JVM.
	 */
	private final boolean unacknowledged;

	private final TransportCounters counters;

	private final CallTimes times;

	/**
	 * Failures that ended a batch early. A failure carries the value that caused it, if
	 * any.
	 */
	private final Queue<Throwable> postponed = new ConcurrentLinkedQueue<>();

	BufferReceiver(SharedBuffer<?> buffer, Supplier<? extends @Nullable V> take, boolean unacknowledged,
			TransportCounters counters, CallTimes times) {
		this.buffer = buffer;
		this.take = take;
		this.unacknowledged = unacknowledged;
		this.counters = counters;
		this.times = times;
	}

	@Nullable V poll(Attempt attempt) {
		try {
			throwPostponed();
			long start = System.nanoTime();
			V value = this.take.get();
			if (value != null) {
				this.counters.received(1, start, (attempt != Attempt.FURTHER) ? this.times : null);
			}
			return value;
		}
		catch (ChannelException ex) {
			if (attempt == Attempt.ONLY) {
				throw ex;
			}
			rethrowUnlessRepeatable(ex);
			return null;
		}
	}

	/**
	 * Rethrow a failure, unless the call had no effect and may be repeated after a wait.
	 */
	static void rethrowUnlessRepeatable(ChannelException ex) {
		if (!(ex instanceof ChannelUnavailableException)) {
			throw ex;
		}
	}

	/** Keep a failure for the next receive to throw. */
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

	Wait join(Waiter waiter) {
		return BufferWait.join(waiter, (wake) -> this.buffer.onValue(wake, this.unacknowledged));
	}

	/**
	 * Wait until the channel is drained or the time is up. Returns whether it is drained.
	 */
	boolean awaitDrained(long nanos) throws InterruptedException {
		long start = System.nanoTime();
		while (!isDrained()) {
			long remaining = WaitLimit.remaining(nanos, start);
			if (remaining == 0) {
				return false;
			}
			this.buffer.awaitDrained(remaining);
		}
		return true;
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
