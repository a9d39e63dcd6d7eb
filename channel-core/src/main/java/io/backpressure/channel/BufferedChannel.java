package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;

/**
 * Skeletal implementation of a channel: sending, callbacks and the settings on top of an
 * abstract buffer.
 *
 * @param <T> the type of the values
 */
abstract class BufferedChannel<T> extends ReceivingChannel<T> implements BackpressureChannel<T> {

	/*
	 * Limits. Every operation first tries the buffer, and checks what could end its wait
	 * (token, time) only when the buffer had nothing for it; after each wait again in
	 * this order. So an operation that reports cancelled, timed out, closed or
	 * interrupted has not moved a value, and one that was woken for a value or for room
	 * cannot leave without having tried it: no wake-up is lost with its receiver.
	 *
	 * Clocks. A call that waits reads the clock when it begins, and again when a wait
	 * ends: once, since that reading is on the critical path between the wake-up and the
	 * return. It serves the limit, the statistics, and what the buffer learns from it.
	 *
	 * Callbacks. The buffer holds no lock when it returns or when it passes on a value
	 * that it evicted; all other callbacks are called from here.
	 *
	 * Errors. Whatever is thrown by a call, be it an OutOfMemoryError, has left the value
	 * where it was. What comes after the step that moves a value cannot fail, or what it
	 * throws is discarded: the call then returns as if nothing had happened.
	 */

	final Callbacks<T> callbacks;

	private final Occasion closing = new Occasion();

	BufferedChannel(ChannelSettings settings, Callbacks<T> callbacks, ChannelStatistics statistics) {
		super(settings, statistics);
		this.callbacks = callbacks;
	}

	// The buffer. Each of these is one linearizable step, but for the wait.

	/**
	 * Add a value if there is room.
	 * @param attempt the role of this attempt; unless it is {@link Attempt#FURTHER} it
	 * may be timed as a whole send
	 * @return {@code SENT}, {@code FULL} or {@code CLOSED}
	 */
	abstract SendResult offer(T value, Attempt attempt);

	/**
	 * Add a value and, if there is no room, remove the head for it in the same step and
	 * then pass that to the callbacks.
	 * @return {@code SENT} or {@code CLOSED}
	 */
	abstract SendResult offerEvicting(T value);

	/** Wait for room, as {@link #awaitValue} does for a value. */
	abstract long awaitRoom(long now, long nanos, CancellationToken token) throws InterruptedException;

	/** Refuse further values and wake all waiting threads. Idempotent. */
	abstract void closeBuffer();

	/** Return a snapshot of one moment; never fails. */
	abstract Counts counts();

	@Override
	@SuppressWarnings("NonApiType") // for its ensureCapacity
	void pollBuffered(ArrayList<? super T> batch, int max) {
		Batch.pollUpTo(this, batch, Math.min(max, size()));
	}

	// Sending

	@Override
	public final void send(T value) throws InterruptedException {
		send(value, WaitLimit.FOREVER, CancellationToken.NONE);
	}

	@Override
	public final void send(T value, Duration timeout) throws InterruptedException {
		send(value, WaitLimit.nanos(timeout, "timeout"), CancellationToken.NONE);
	}

	@Override
	public final void send(T value, CancellationToken token) throws InterruptedException {
		Objects.requireNonNull(token, "token must not be null");
		send(value, WaitLimit.FOREVER, token);
	}

	@Override
	public final SendResult trySend(T value) {
		Objects.requireNonNull(value, "value must not be null");
		SendResult result = attempt(value, Attempt.ONLY);
		if (result == SendResult.CLOSED || (result == SendResult.FULL && strategy() == BackpressureStrategy.ERROR)) {
			this.statistics.failedSends.increment();
			if (this.callbacks.wantErrors()) {
				this.callbacks.failed((result == SendResult.CLOSED) ? new ChannelClosedException(name())
						: new ChannelFullException(name(), capacity()));
			}
		}
		return result;
	}

	private void send(T value, long limit, CancellationToken token) throws InterruptedException {
		Objects.requireNonNull(value, "value must not be null");
		throwIfInterrupted();
		if (token != CancellationToken.NONE) {
			Throwable cancelled = token.cause();
			if (cancelled != null) {
				throw failed(new ChannelCancelledException(name(), "send", cancelled));
			}
		}
		SendResult result = attempt(value, Attempt.FIRST);
		// what is dropped is done: a further call might find no stack
		if (result != SendResult.SENT && result != SendResult.DROPPED) {
			notSent(result, value, limit, token);
		}
	}

	private void notSent(SendResult result, T value, long limit, CancellationToken token) throws InterruptedException {
		if (result == SendResult.CLOSED) {
			throw failed(new ChannelClosedException(name()));
		}
		if (result == SendResult.FULL) {
			if (strategy() == BackpressureStrategy.ERROR) {
				throw failed(new ChannelFullException(name(), capacity()));
			}
			sendWaiting(value, limit, token);
		}
	}

	private SendResult attempt(T value, Attempt attempt) {
		SendResult result = offer(value, attempt);
		return (result != SendResult.FULL) ? result : whenFull(value);
	}

	/**
	 * What a full buffer means. No switch, whose table costs an eviction a nanosecond.
	 */
	private SendResult whenFull(T value) {
		BackpressureStrategy strategy = this.settings.strategy();
		if (strategy == BackpressureStrategy.DROP_OLDEST) {
			return offerEvicting(value);
		}
		if (strategy != BackpressureStrategy.DROP) {
			return SendResult.FULL;
		}
		this.statistics.refused.increment();
		try { // here and not in dropped(value), for which there may be no stack
			this.callbacks.dropped(value);
		}
		catch (Throwable ex) {
			// not even enough stack to report it: it is dropped all the same
		}
		return SendResult.DROPPED;
	}

	/** Pass on a value that is dropped by now: nothing can be thrown any more. */
	final void dropped(T value) {
		try {
			this.callbacks.dropped(value);
		}
		catch (Throwable ex) {
			// not even enough stack to report it
		}
	}

	private void sendWaiting(T value, long callLimit, CancellationToken token) throws InterruptedException {
		long start = System.nanoTime();
		long limit = WaitLimit.earliest(callLimit, token, this.settings.sendLimit());
		if (limit == 0) {
			throw failed(timedOut("send", limit, callLimit, this.settings.sendLimit()));
		}
		this.statistics.blockedSends.increment();
		this.callbacks.blocked();
		this.statistics.sendTimes.begin();
		boolean sent = false;
		try {
			awaitSend(value, start, limit, callLimit, token);
			sent = true;
		}
		finally {
			if (!sent) {
				this.statistics.sendTimes.end(CallTimes.FAILED);
			}
		}
	}

	private void awaitSend(T value, long start, long limit, long callLimit, CancellationToken token)
			throws InterruptedException {
		for (long now = start;;) {
			Throwable cancelled = token.cause();
			if (cancelled != null) {
				throw failed(new ChannelCancelledException(name(), "send", cancelled));
			}
			long remaining = WaitLimit.remaining(limit, start, now);
			if (remaining == 0) {
				throw failed(timedOut("send", limit, callLimit, this.settings.sendLimit()));
			}
			now = awaitRoom(now, remaining, token);
			SendResult result = offer(value, Attempt.FURTHER);
			if (result == SendResult.SENT) {
				try {
					this.statistics.sendTimes.end(this.statistics.ended(now) - start);
				}
				catch (Throwable ex) {
					// it is sent
				}
				return;
			}
			if (result == SendResult.CLOSED) {
				throw failed(new ChannelClosedException(name()));
			}
		}
	}

	final <X extends ChannelException> X failed(X exception) {
		this.statistics.failedSends.increment();
		this.callbacks.failed(exception);
		return exception;
	}

	/**
	 * Purge a buffer.
	 * @param end the number of values accepted so far; those sent meanwhile stay
	 * @param discard removes the head, and counts it as purged, if it was accepted before
	 * that many values of all
	 * @return the number of values discarded
	 */
	final int purge(long end, LongFunction<@Nullable T> discard) {
		int purged = 0;
		for (T value = discard.apply(end); value != null; value = discard.apply(end)) {
			purged++;
			dropped(value);
		}
		return purged;
	}

	// Closing and observing

	@Override
	public final void close() {
		closeBuffer();
		noteClosed();
	}

	/** Run the actions registered for the closing of this channel. Idempotent. */
	final void noteClosed() {
		this.closing.occur();
	}

	@Override
	public final Registration onClose(Runnable action) {
		return this.closing.onOccurrence(Objects.requireNonNull(action, "action must not be null"));
	}

	@Override
	public final Registration observe(Observer<? super T> observer) {
		return this.callbacks.add(observer);
	}

	@Override
	public final ChannelStats stats() {
		return this.statistics.snapshot(counts(), capacity());
	}

	// Settings

	@Override
	public final String name() {
		return channelName();
	}

	@Override
	public final int capacity() {
		return this.settings.capacity();
	}

	@Override
	public final boolean assignName(String name) {
		return this.settings.name().replace(name);
	}

	@Override
	public final BackpressureStrategy strategy() {
		return this.settings.strategy();
	}

	@Override
	public final Duration sendTimeout() {
		return timeout(this.settings.sendLimit());
	}

	@Override
	public final Duration receiveTimeout() {
		return timeout(this.settings.receiveLimit());
	}

	private static Duration timeout(long limit) {
		return (limit != WaitLimit.FOREVER) ? Duration.ofNanos(limit) : Duration.ZERO;
	}

	@Override
	public final boolean measuresBufferWait() {
		return this.settings.measureBufferWait();
	}

	@Override
	public final String toString() {
		return "BackpressureChannel[" + name() + ", " + strategy() + ", " + sizeAsText() + "/" + capacity()
				+ (isClosed() ? ", closed]" : "]");
	}

	private String sizeAsText() {
		try {
			return String.valueOf(size());
		}
		catch (ChannelException ex) {
			return "?"; // out of reach
		}
	}

}
