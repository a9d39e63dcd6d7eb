package io.backpressure.channel;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Skeletal implementation of the receiving side: timeouts, cancellation and statistics on
 * top of an abstract buffer.
 *
 * @param <T> the type of the received values
 */
abstract class ReceivingChannel<T> implements ChannelReceiver<T> {

	/** Marker for a time that was not read. */
	static final long CLOCK_NOT_READ = 0;

	final ChannelSettings settings;

	final ChannelStatistics statistics;

	final Closing closing;

	/** The asynchronous receives that wait. */
	final CallLine receiveCalls;

	ReceivingChannel(ChannelSettings settings, ChannelStatistics statistics, Closing closing) {
		this.settings = settings;
		this.statistics = statistics;
		this.closing = closing;
		this.receiveCalls = new CallLine(settings.executor());
	}

	// Operations of the buffer. Each removal of one head, or of several heads by pollRun,
	// is one linearizable step.

	/**
	 * Remove the head.
	 * @param attempt the role of this attempt; if the attempt succeeds and its role is
	 * not {@link Attempt#FURTHER}, the duration of the attempt may be recorded as that of
	 * a complete receive
	 * @param now a time that was read just before, or {@link #CLOCK_NOT_READ}
	 * @return the head, or {@code null} if the buffer is empty, whether closed or not
	 */
	abstract @Nullable T poll(Attempt attempt, long now);

	/**
	 * Remove heads until the batch has {@code max} values or the buffer is empty. If this
	 * method throws, the values removed so far are in the batch and all others still in
	 * the buffer. Only after an {@link UnknownOutcomeException} of a shared buffer may
	 * values have left the buffer without reaching the batch.
	 * @return whether any value was removed
	 */
	@SuppressWarnings("NonApiType") // for its ensureCapacity
	boolean poll(ArrayList<? super T> batch, int max) {
		return Batch.pollEach(this, batch, max);
	}

	/**
	 * Remove a run: one or more heads in one step, at most until the batch has
	 * {@code max} values. The list has space for them.
	 * @return whether any value was removed
	 */
	@SuppressWarnings("NonApiType") // see above
	boolean pollRun(ArrayList<? super T> batch, int max) {
		T value = poll(Attempt.FURTHER, CLOCK_NOT_READ);
		return value != null && batch.add(value);
	}

	/**
	 * Remove about as many values as are buffered when this method is called, at most
	 * until the batch has {@code max} values. Does not wait for further values.
	 */
	@SuppressWarnings("NonApiType") // for its ensureCapacity
	abstract void pollBuffered(ArrayList<? super T> batch, int max);

	/**
	 * Wait until there may be a value, the channel is closed, the token is cancelled or
	 * the time is up. May also return spuriously: the caller tries again.
	 * @param now the {@link System#nanoTime()} that the caller has last read
	 * @param nanos the longest wait, counted from {@code now}
	 * @return the {@link System#nanoTime()} at the end of the wait
	 * @throws InterruptedException if interrupted; no other thread loses a wake-up then
	 */
	abstract long awaitValue(long now, long nanos, CancellationToken token) throws InterruptedException;

	/**
	 * Let a waiter wait for a value, as {@link #awaitValue} does for the current thread.
	 * The waiter may be woken up before this method returns.
	 * @return the wait of the waiter, which must be ended even after a wake-up
	 */
	abstract Wait joinReceivers(Waiter waiter);

	/**
	 * Return whether the channel is closed and empty. Once this is so, the method returns
	 * {@code false} only while a shared buffer cannot be reached.
	 */
	abstract boolean drained();

	/**
	 * Log the failure that ended a batch early. The call does not throw it, since the
	 * call returns the values received so far. A channel on a transport also keeps the
	 * failure for the next receive to throw.
	 */
	void postpone(Throwable failure) {
		GuardedLog.log(Level.WARNING, this.settings.name(), "receiveBatch ended early", failure);
	}

	// Receiving

	@Override
	public final T receive() throws InterruptedException {
		return receive(WaitLimit.FOREVER, CancellationToken.NONE);
	}

	@Override
	public final T receive(Duration timeout) throws InterruptedException {
		return receive(WaitLimit.nanos(timeout, "timeout"), CancellationToken.NONE);
	}

	@Override
	public final T receive(CancellationToken token) throws InterruptedException {
		Objects.requireNonNull(token, "token must not be null");
		return receive(WaitLimit.FOREVER, token);
	}

	@Override
	public final @Nullable T tryReceive() {
		T value = poll(Attempt.ONLY, CLOCK_NOT_READ);
		if (value == null && drained()) {
			throw this.closing.exception();
		}
		return value;
	}

	@Override
	public final CompletableFuture<T> receiveAsync() {
		return receiveAsync(CancellationToken.NONE);
	}

	@Override
	public final CompletableFuture<T> receiveAsync(CancellationToken token) {
		return AsyncReceive.start(this, this.settings.receiveLimit(), token, Function.identity());
	}

	@Override
	public final Flow.Publisher<T> publisher() {
		return new ChannelPublisher<>(this, Function.identity());
	}

	@Override
	public final @Nullable T tryReceive(Duration timeout) throws InterruptedException {
		long callLimit = WaitLimit.nanos(timeout, "timeout");
		throwIfInterrupted();
		T value = poll(Attempt.FIRST, CLOCK_NOT_READ);
		return (value != null) ? value : awaitReceive(System.nanoTime(),
				Math.min(callLimit, this.settings.receiveLimit()), CancellationToken.NONE);
	}

	private T receive(long callLimit, CancellationToken token) throws InterruptedException {
		return receive(callLimit, this.settings.receiveLimit(), token);
	}

	private T receive(long callLimit, long channelLimit, CancellationToken token) throws InterruptedException {
		throwIfInterrupted();
		throwIfCancelled(token);
		T value = poll(Attempt.FIRST, CLOCK_NOT_READ);
		return (value != null) ? value : receiveWaiting(callLimit, channelLimit, token);
	}

	private T receiveWaiting(long callLimit, long channelLimit, CancellationToken token) throws InterruptedException {
		long start = System.nanoTime();
		long limit = WaitLimit.earliest(callLimit, token, channelLimit);
		T value = awaitReceive(start, limit, token);
		if (value == null) {
			throw timedOut("receive", limit, callLimit, channelLimit);
		}
		return value;
	}

	/** Wait for a value. Returns {@code null} if the time is up. */
	private @Nullable T awaitReceive(long start, long limit, CancellationToken token) throws InterruptedException {
		CallTimes times = this.statistics.receiveTimes;
		times.begin();
		T value = null;
		try {
			for (long now = start;;) {
				if (drained()) {
					throw this.closing.exception();
				}
				throwIfCancelled(token);
				long remaining = WaitLimit.remaining(limit, start, now);
				if (remaining == 0) {
					return null;
				}
				now = awaitValue(now, remaining, token);
				value = poll(Attempt.FURTHER, now);
				if (value != null) {
					try {
						times.end(this.statistics.ended(now) - start);
					}
					catch (Throwable ex) {
						// the value is already received
					}
					return value;
				}
			}
		}
		finally {
			if (value == null) {
				times.end(CallTimes.FAILED);
			}
		}
	}

	@Override
	public final List<T> receiveBatch(int maxSize, Duration maxWait) throws InterruptedException {
		return receiveBatch(maxSize, maxWait, CancellationToken.NONE);
	}

	@Override
	public final List<T> receiveBatch(int maxSize, Duration maxWait, CancellationToken token)
			throws InterruptedException {
		if (maxSize < 1) {
			throw new IllegalArgumentException("maxSize must be at least 1, but is " + maxSize);
		}
		long callLimit = WaitLimit.nanos(maxWait, "maxWait");
		Objects.requireNonNull(token, "token must not be null");
		throwIfInterrupted();
		throwIfCancelled(token);
		long limit = WaitLimit.earliest(callLimit, token, this.settings.receiveLimit());
		return new Batch<>(this, maxSize, limit, token).receive();
	}

	@Override
	public final void forEach(Consumer<? super T> action) throws InterruptedException {
		forEach(action, CancellationToken.NONE);
	}

	@Override
	public final void forEach(Consumer<? super T> action, CancellationToken token) throws InterruptedException {
		Objects.requireNonNull(action, "action must not be null");
		Objects.requireNonNull(token, "token must not be null");
		do {
			T value;
			try {
				value = receive(WaitLimit.FOREVER, WaitLimit.FOREVER, token);
			}
			catch (ChannelClosedException ex) {
				return;
			}
			action.accept(value);
		}
		while (token.remainingNanos() > 0);
		throw timedOut("receive", 0, WaitLimit.FOREVER, WaitLimit.FOREVER);
	}

	final String channelName() {
		return this.settings.name().toString();
	}

	final ChannelTimeoutException timedOut(String operation, long limit, long callLimit, long channelLimit) {
		return new ChannelTimeoutException(channelName(), operation, WaitLimit.kind(limit, callLimit, channelLimit),
				Duration.ofNanos(limit));
	}

	final void throwIfCancelled(CancellationToken token) {
		if (token != CancellationToken.NONE) {
			Throwable cancelled = token.cause();
			if (cancelled != null) {
				throw new ChannelCancelledException(channelName(), "receive", cancelled);
			}
		}
	}

	static void throwIfInterrupted() throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

}
