package io.backpressure.channel;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;

/**
 * A way of receiving from a buffer outside this JVM.
 *
 * @param <T> the type of the values in the buffer
 * @param <V> the type of what is received
 */
abstract class BufferView<T, V> extends BufferedChannel<V> {

	/*
	 * Every call of the buffer takes far longer than a look at the clock, so all calls
	 * are timed exactly.
	 */

	final SharedBuffer<T> buffer;

	final Traffic traffic;

	/**
	 * Failures that ended a batch early: the value that caused one is in its exception.
	 */
	private final Queue<Throwable> postponed = new ConcurrentLinkedQueue<>();

	private final boolean unacknowledged;

	BufferView(ChannelSettings settings, Callbacks<V> callbacks, SharedBuffer<T> buffer) {
		super(settings, callbacks);
		this.buffer = buffer;
		this.traffic = new Traffic();
		this.unacknowledged = false;
	}

	/** Another view, of what comes back as well if it is not acknowledged. */
	BufferView(BufferView<T, ?> other, Callbacks<V> callbacks) {
		super(other, callbacks);
		this.buffer = other.buffer;
		this.traffic = other.traffic;
		this.unacknowledged = true;
	}

	/** Receive from the buffer. */
	abstract @Nullable V take();

	@Override
	final @Nullable V poll(boolean timed) {
		try {
			return takeCounted(timed);
		}
		catch (ChannelException ex) {
			throwUnlessNotReached(ex);
			return null;
		}
	}

	@Override
	final @Nullable V pollAtOnce() {
		return takeCounted(true);
	}

	@Override
	final void postpone(Throwable failure) {
		super.postpone(failure);
		this.postponed.add(failure);
	}

	final void throwPostponed() {
		Throwable failure = this.postponed.poll();
		if (failure instanceof RuntimeException exception) {
			throw exception;
		}
		if (failure instanceof Error error) {
			throw error;
		}
	}

	private @Nullable V takeCounted(boolean timed) {
		throwPostponed();
		long start = System.nanoTime();
		V value = take();
		if (value != null) {
			this.traffic.received(1, start, timed ? this.receiveTimes : null);
		}
		return value;
	}

	/** A call that may wait does, until the buffer can be reached; any other fails. */
	static void throwUnlessNotReached(ChannelException ex) {
		if (!(ex instanceof SharedBuffer.NotReached)) {
			throw ex;
		}
	}

	@Override
	final long awaitValue(long now, long nanos, CancellationToken token) throws InterruptedException {
		this.buffer.awaitValue(WaitLimit.remaining(nanos, now), token.forWait(), this.unacknowledged);
		return System.nanoTime();
	}

	@Override
	final long ended(long lastWait) {
		return System.nanoTime();
	}

	@Override
	public final int waitingSenders() {
		return this.buffer.waitingSenders();
	}

	@Override
	public final int waitingReceivers() {
		return this.buffer.waitingReceivers();
	}

	@Override
	public final boolean isClosed() {
		return this.buffer.isClosed();
	}

	@Override
	final boolean isDrained() {
		try {
			return this.buffer.isDrained(this.unacknowledged);
		}
		catch (ChannelException ex) {
			return false;
		}
	}

	@Override
	public final int size() {
		return this.buffer.totals().size();
	}

	@Override
	final String sizeAsText() {
		try {
			return super.sizeAsText();
		}
		catch (ChannelException ex) {
			return "?";
		}
	}

	@Override
	final double utilization(Counts counts) {
		try {
			return (double) size() / capacity();
		}
		catch (ChannelException ex) {
			return Double.NaN;
		}
	}

	/**
	 * Includes values that others have not acknowledged, of which this may get some. It
	 * is one at least, since only an attempt shows what is in the way.
	 */
	@Override
	final int buffered() {
		try {
			SharedBuffer.Totals totals = this.buffer.totals();
			return Math.max(1, totals.size() + totals.unacknowledged());
		}
		catch (ChannelException ex) {
			throwUnlessNotReached(ex);
			return 1;
		}
	}

	@Override
	final Counts counts() {
		return this.traffic.counts();
	}

	@Override
	final long lastSend() {
		return this.traffic.lastSend();
	}

	@Override
	final long lastReceive() {
		return this.traffic.lastReceive();
	}

}
