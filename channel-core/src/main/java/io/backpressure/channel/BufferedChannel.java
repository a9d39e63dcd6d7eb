package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;

/**
 * Skeletal implementation of a channel: sending and the strategies on top of an abstract
 * buffer.
 *
 * @param <T> the type of the values
 */
abstract class BufferedChannel<T> extends ConfiguredChannel<T> {

	/*
	 * Limits. A blocking call fails at once if its thread is already interrupted or its
	 * token already cancelled. Otherwise, like every operation, it first tries the
	 * buffer. Only if that fails does it check the conditions that end its wait (token,
	 * time). After each wait it tries the buffer and checks the conditions again, in this
	 * order. So an operation that reports a cancellation, timeout, close or interrupt has
	 * not moved a value. A thread that was woken for a value or for room tries the buffer
	 * before it leaves; if it was interrupted, it passes on the wake-up instead. So no
	 * wake-up is lost with the thread that received it.
	 *
	 * Clocks. A call that waits reads the clock before its first wait, and once after
	 * each wait. The reading after a wait is on the critical path between the wake-up and
	 * the return, so the limit, the statistics and the buffer share it.
	 *
	 * Callbacks. The buffer holds no lock when it returns, nor when it calls a callback.
	 *
	 * Errors. When a call throws, even an OutOfMemoryError, the value is where it was
	 * before. Only an UnknownOutcomeException of a shared channel leaves open whether the
	 * value has moved. The code that follows the step that moves a value either cannot
	 * fail, or its exceptions are discarded and the call returns normally.
	 */

	/** The asynchronous sends that wait. */
	final CallLine sendCalls;

	BufferedChannel(ChannelSettings settings, Callbacks<T> callbacks, ChannelStatistics statistics) {
		super(settings, callbacks, statistics);
		this.sendCalls = new CallLine(settings.executor());
	}

	// Operations of the buffer. Each is one linearizable step, except the waits and the
	// purge.

	/**
	 * Add a value if there is room. A shared buffer under {@code DROP_OLDEST} makes room
	 * in the same step, as {@link #offerEvicting} does.
	 * @param attempt the role of this attempt; if the attempt succeeds and its role is
	 * not {@link Attempt#FURTHER}, the duration of the attempt may be recorded as that of
	 * a complete send
	 * @return {@code SENT}, {@code FULL} or {@code CLOSED}
	 */
	abstract SendResult offer(T value, Attempt attempt);

	/**
	 * Add a value. If there is no room, remove the head in the same step and then pass it
	 * to the callbacks and to the action.
	 * @return {@code SENT} or {@code CLOSED}
	 */
	abstract SendResult offerEvicting(T value, @Nullable Consumer<? super T> evicted);

	/**
	 * Send one or more of the values from position {@code from} on, in one step.
	 * @return the number of values sent, zero if the buffer is full or closed
	 */
	int offerRun(Object[] values, int from) {
		return offerFirst(values, from);
	}

	@SuppressWarnings("unchecked") // copied from a list of T
	final int offerFirst(Object[] values, int from) {
		return (offer((T) values[from], Attempt.ONLY) == SendResult.SENT) ? 1 : 0;
	}

	/**
	 * Purge the buffer, and pass each value to the callbacks and to the action.
	 * @return the number of values discarded, not counting those that were too old
	 */
	abstract int purgeBuffer(@Nullable Consumer<? super T> action);

	/** Wait for room, as {@link #awaitValue} does for a value. */
	abstract long awaitRoom(long now, long nanos, CancellationToken token) throws InterruptedException;

	/** Let a waiter wait for room, as {@link #joinReceivers} does for a value. */
	abstract Wait joinSenders(Waiter waiter);

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
		return (result == SendResult.SENT || result == SendResult.DROPPED) ? result : reportFailure(result);
	}

	@Override
	public final SendResult trySend(T value, Duration timeout) throws InterruptedException {
		long callLimit = WaitLimit.nanos(timeout, "timeout");
		Objects.requireNonNull(value, "value must not be null");
		throwIfInterrupted();
		SendResult result = attempt(value, Attempt.FIRST);
		if (result == SendResult.FULL && strategy() == BackpressureStrategy.BLOCK) {
			long limit = Math.min(callLimit, this.settings.sendLimit());
			result = sendWaiting(value, System.nanoTime(), limit, CancellationToken.NONE);
		}
		return (result == SendResult.SENT || result == SendResult.DROPPED) ? result : reportFailure(result);
	}

	@Override
	public final SendResult trySend(T value, Consumer<? super T> evicted) {
		Objects.requireNonNull(value, "value must not be null");
		Objects.requireNonNull(evicted, "evicted must not be null");
		boolean evicts = strategy() == BackpressureStrategy.DROP_OLDEST;
		SendResult result = evicts ? offerEvicting(value, evicted) : attempt(value, Attempt.ONLY);
		return (result == SendResult.SENT || result == SendResult.DROPPED) ? result : reportFailure(result);
	}

	@Override
	public final int trySendAll(List<? extends T> values) {
		return BatchSend.send(this, values);
	}

	/**
	 * Report the result of a {@code trySend} if it counts as a failure. Not called if the
	 * value was sent or dropped, since there might be no stack left for the call.
	 */
	final SendResult reportFailure(SendResult result) {
		if (result == SendResult.CLOSED || (result == SendResult.FULL && strategy() == BackpressureStrategy.ERROR)) {
			this.statistics.failedSends.increment();
			if (this.callbacks.wantErrors()) {
				this.callbacks.failed((result == SendResult.CLOSED) ? this.closing.exception()
						: new ChannelFullException(name(), capacity()));
			}
		}
		return result;
	}

	@Override
	public final CompletableFuture<SendResult> sendAsync(T value) {
		return sendAsync(value, CancellationToken.NONE);
	}

	@Override
	public final CompletableFuture<SendResult> sendAsync(T value, CancellationToken token) {
		return AsyncSend.start(this, value, token);
	}

	@Override
	public final Flow.Subscriber<T> subscriber() {
		return new ChannelSubscriber<>(this);
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
		// no call if the value was sent or dropped: there might be no stack for it
		if (result != SendResult.SENT && result != SendResult.DROPPED) {
			notSent(result, value, limit, token);
		}
	}

	private void notSent(SendResult result, T value, long limit, CancellationToken token) throws InterruptedException {
		if (result == SendResult.CLOSED) {
			throw failed(this.closing.exception());
		}
		if (result == SendResult.FULL) {
			if (strategy() == BackpressureStrategy.ERROR) {
				throw failed(new ChannelFullException(name(), capacity()));
			}
			long start = System.nanoTime();
			long earliest = WaitLimit.earliest(limit, token, this.settings.sendLimit());
			SendResult waited = sendWaiting(value, start, earliest, token);
			if (waited == SendResult.FULL) {
				throw failed(timedOut("send", earliest, limit, this.settings.sendLimit()));
			}
			if (waited == SendResult.CLOSED) {
				throw failed(this.closing.exception());
			}
		}
	}

	final SendResult attempt(T value, Attempt attempt) {
		SendResult result = offer(value, attempt);
		return (result != SendResult.FULL) ? result : whenFull(value);
	}

	/** Apply the strategy for a full buffer. A switch would slow down evictions. */
	private SendResult whenFull(T value) {
		BackpressureStrategy strategy = this.settings.strategy();
		if (strategy == BackpressureStrategy.DROP_OLDEST) {
			return offerEvicting(value, null);
		}
		if (strategy != BackpressureStrategy.DROP) {
			return SendResult.FULL;
		}
		this.statistics.rejected.increment();
		try { // inlined: there may be no stack for a call of dropped(value, null)
			this.callbacks.dropped(value);
		}
		catch (Throwable ex) {
			// not even enough stack to report it; the value is dropped anyway
		}
		return SendResult.DROPPED;
	}

	/** Pass a dropped value to the callbacks and to the action. Never throws. */
	final void dropped(T value, @Nullable Consumer<? super T> action) {
		try {
			this.callbacks.dropped(value, action);
		}
		catch (Throwable ex) {
			// not even enough stack to report it
		}
	}

	/**
	 * Wait for room and send.
	 * @return {@code SENT}, {@code CLOSED}, or {@code FULL} if the time is up
	 */
	private SendResult sendWaiting(T value, long start, long limit, CancellationToken token)
			throws InterruptedException {
		if (limit == 0) {
			return SendResult.FULL;
		}
		this.statistics.blockedSends.increment();
		this.callbacks.blocked();
		this.statistics.sendTimes.begin();
		SendResult result = SendResult.FULL;
		try {
			result = awaitSend(value, start, limit, token);
			return result;
		}
		finally {
			if (result != SendResult.SENT) {
				this.statistics.sendTimes.end(CallTimes.FAILED);
			}
		}
	}

	private SendResult awaitSend(T value, long start, long limit, CancellationToken token) throws InterruptedException {
		for (long now = start;;) {
			Throwable cancelled = token.cause();
			if (cancelled != null) {
				throw failed(new ChannelCancelledException(name(), "send", cancelled));
			}
			long remaining = WaitLimit.remaining(limit, start, now);
			if (remaining == 0) {
				return SendResult.FULL;
			}
			now = awaitRoom(now, remaining, token);
			SendResult result = offer(value, Attempt.FURTHER);
			if (result == SendResult.SENT) {
				try {
					this.statistics.sendTimes.end(this.statistics.ended(now) - start);
				}
				catch (Throwable ex) {
					// the value is already sent
				}
			}
			if (result != SendResult.FULL) {
				return result;
			}
		}
	}

	final <X extends ChannelException> X failed(X exception) {
		this.statistics.failedSends.increment();
		this.callbacks.failed(exception);
		return exception;
	}

	@Override
	public final int purge() {
		return purgeBuffer(null);
	}

	@Override
	public final int purge(Consumer<? super T> action) {
		return purgeBuffer(Objects.requireNonNull(action, "action must not be null"));
	}

	/**
	 * Implement {@link #purgeBuffer}.
	 * @param end the number of values accepted so far; values accepted later stay
	 * @param discard removes the head and counts it as purged, if it is one of the first
	 * {@code end} values accepted
	 * @param action see {@link #purgeBuffer}
	 * @return the number of values discarded
	 */
	final int purge(long end, LongFunction<@Nullable T> discard, @Nullable Consumer<? super T> action) {
		int purged = 0;
		for (T value = discard.apply(end); value != null; value = discard.apply(end)) {
			purged++;
			dropped(value, action);
		}
		return purged;
	}

}
