package io.backpressure.channel;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What the operations of a channel mean, on top of a buffer that holds its values and
 * lets threads wait.
 *
 * @param <T> the type of the values
 */
abstract class BufferedChannel<T> extends ChannelBase<T> {

	/*
	 * Limits. Every operation first tries the buffer, and looks at what could end its
	 * wait (token, time) only when the buffer had nothing for it; after each wait again
	 * in this order. So an operation that reports cancelled, timed out, closed or
	 * interrupted has not moved a value, and one that was woken for a value or for room
	 * cannot leave without having tried it: no wake-up is lost with its receiver.
	 *
	 * Clocks. A call that waits reads the clock when it begins, and again when a wait
	 * ends: once, since between the wake-up and the return it is in the way. That reading
	 * serves the limit, the statistics, and what the buffer learns from it.
	 *
	 * Callbacks. The buffer holds no lock when it returns or when it tells of a value
	 * that it evicted; all other callbacks are called from here.
	 */

	private static final System.Logger logger = System.getLogger(BackpressureChannel.class.getName());

	BufferedChannel(ChannelSettings settings, Callbacks<T> callbacks) {
		super(settings, callbacks);
	}

	/** A view of another channel. */
	BufferedChannel(BufferedChannel<?> viewed, Callbacks<T> callbacks) {
		super(viewed, callbacks);
	}

	// The buffer. Each of these is one linearizable step, but for the two that await.

	/**
	 * Add a value if there is room.
	 * @param timed whether this attempt is a whole send, which may be timed
	 * @return {@code SENT}, {@code FULL} or {@code CLOSED}
	 */
	abstract SendResult offer(T value, boolean timed);

	/**
	 * Add a value and, if there is no room, remove the head for it in the same step and
	 * then tell it to the callbacks.
	 * @return {@code SENT} or {@code CLOSED}
	 */
	abstract SendResult offerEvicting(T value);

	/**
	 * Remove the head.
	 * @param timed whether this attempt is a whole receive, which may be timed
	 * @return the head, or {@code null} if there is none, closed or not
	 */
	abstract @Nullable T poll(boolean timed);

	/** Remove the head after a wait that has ended at that time. */
	@Nullable T pollAfterWait(long now) {
		return poll(false);
	}

	/**
	 * Remove heads until a batch is as long as that.
	 * @return whether there was any
	 */
	boolean poll(List<? super T> batch, int max) {
		int before = batch.size();
		T value;
		while (batch.size() < max && (value = poll(false)) != null) {
			batch.add(value);
		}
		return batch.size() > before;
	}

	/**
	 * Wait until there may be room, the channel is closed, the token is cancelled or the
	 * time is up. May return without any of these: the caller tries again.
	 * @param now the time, as the caller has last read it
	 * @param nanos the longest wait, from then on
	 * @return the time at its end; both are of {@link System#nanoTime()}
	 * @throws InterruptedException if interrupted; no wake-up of another is lost then
	 */
	abstract long awaitRoom(long now, long nanos, CancellationToken token) throws InterruptedException;

	/** Wait for a value, as {@link #awaitRoom} does for room. */
	abstract long awaitValue(long now, long nanos, CancellationToken token) throws InterruptedException;

	/**
	 * When a call ended that waited and then succeeded: with its last wait, unless the
	 * attempt after it takes time that counts.
	 */
	long ended(long lastWait) {
		return lastWait;
	}

	/** Whether it is closed and empty, and so for ever. */
	abstract boolean isDrained();

	/**
	 * Remove the head, and count it as purged, if it was accepted before that many values
	 * of all.
	 * @return the head, or {@code null} if there is none of these
	 */
	abstract @Nullable T discard(long end);

	/** How many values have been accepted of all. */
	long accepted() {
		return counts().sent();
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
		SendResult result = attempt(value);
		if (result == SendResult.CLOSED || (result == SendResult.FULL && strategy() == BackpressureStrategy.ERROR)) {
			this.failedSends.increment();
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
		SendResult result = attemptToSend(value);
		if (result != SendResult.SENT) {
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

	/** The first attempt of a send that may wait. */
	SendResult attemptToSend(T value) {
		return attempt(value);
	}

	final SendResult attempt(T value) {
		SendResult result = offer(value, true);
		return (result != SendResult.FULL) ? result : whenFull(value);
	}

	/** What a full buffer means. */
	private SendResult whenFull(T value) {
		return switch (this.settings.strategy()) {
			case BLOCK, ERROR -> SendResult.FULL;
			case DROP -> {
				this.refused.increment();
				this.callbacks.dropped(value);
				yield SendResult.DROPPED;
			}
			case DROP_OLDEST -> offerEvicting(value);
		};
	}

	private void sendWaiting(T value, long callLimit, CancellationToken token) throws InterruptedException {
		long start = System.nanoTime();
		long limit = WaitLimit.earliest(callLimit, token, this.settings.sendLimit());
		if (limit == 0) {
			throw failed(timedOut("send", limit, callLimit, this.settings.sendLimit()));
		}
		this.blockedSends.increment();
		this.callbacks.blocked();
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
			SendResult result = offer(value, false);
			if (result == SendResult.SENT) {
				this.sendTimes.waited(ended(now) - start);
				return;
			}
			if (result == SendResult.CLOSED) {
				throw failed(new ChannelClosedException(name()));
			}
		}
	}

	final <X extends ChannelException> X failed(X exception) {
		this.failedSends.increment();
		this.callbacks.failed(exception);
		return exception;
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
		T value = pollAtOnce();
		if (value == null && isDrained()) {
			throw new ChannelClosedException(name());
		}
		return value;
	}

	/** Remove the head for a call that cannot wait. */
	@Nullable T pollAtOnce() {
		return poll(true);
	}

	private T receive(long callLimit, CancellationToken token) throws InterruptedException {
		throwIfInterrupted();
		if (token != CancellationToken.NONE) {
			Throwable cancelled = token.cause();
			if (cancelled != null) {
				throw new ChannelCancelledException(name(), "receive", cancelled);
			}
		}
		T value = poll(true);
		return (value != null) ? value : receiveWaiting(callLimit, this.settings.receiveLimit(), token);
	}

	private T receiveWaiting(long callLimit, long channelLimit, CancellationToken token) throws InterruptedException {
		long start = System.nanoTime();
		long limit = WaitLimit.earliest(callLimit, token, channelLimit);
		for (long now = start;;) {
			if (isDrained()) {
				throw new ChannelClosedException(name());
			}
			Throwable cancelled = token.cause();
			if (cancelled != null) {
				throw new ChannelCancelledException(name(), "receive", cancelled);
			}
			long remaining = WaitLimit.remaining(limit, start, now);
			if (remaining == 0) {
				throw timedOut("receive", limit, callLimit, channelLimit);
			}
			now = awaitValue(now, remaining, token);
			T value = pollAfterWait(now);
			if (value != null) {
				this.receiveTimes.waited(ended(now) - start);
				return value;
			}
		}
	}

	@Override
	public final List<T> receiveBatch(int maxSize, Duration maxWait) throws InterruptedException {
		if (maxSize < 1) {
			throw new IllegalArgumentException("maxSize must be at least 1, but is " + maxSize);
		}
		long limit = Math.min(WaitLimit.nanos(maxWait, "maxWait"), this.settings.receiveLimit());
		throwIfInterrupted();
		long start = System.nanoTime();
		List<T> batch = new ArrayList<>(Math.min(Math.min(maxSize, capacity()), Math.max(1, counts().size())));
		boolean waited = false;
		while (batch.size() < maxSize) {
			try {
				if (poll(batch, maxSize)) {
					continue;
				}
			}
			catch (RuntimeException | Error ex) {
				if (batch.isEmpty()) {
					throw ex;
				}
				postpone(ex);
				break;
			}
			if (isDrained()) {
				if (batch.isEmpty()) {
					throw new ChannelClosedException(name());
				}
				break;
			}
			long now = System.nanoTime();
			long remaining = WaitLimit.remaining(limit, start, now);
			if (remaining == 0 || !awaitMore(batch, now, remaining)) {
				break;
			}
			waited = true;
		}
		if (!batch.isEmpty()) {
			this.receiveTimes.batch(batch.size());
			timeBatch(System.nanoTime() - start, waited);
		}
		return batch;
	}

	/** Report the failure that ended a batch early, which the call itself does not. */
	void postpone(Throwable failure) {
		logger.log(Level.WARNING, "Channel '" + name() + "': a batch ends early", failure);
	}

	void timeBatch(long nanos, boolean waited) {
		if (waited) {
			this.receiveTimes.waited(nanos);
		}
		else {
			this.receiveTimes.sampled(nanos, counts().received());
		}
	}

	/** Wait for another value; an interrupt ends a batch, and fails an empty one. */
	private boolean awaitMore(List<T> batch, long now, long nanos) throws InterruptedException {
		try {
			awaitValue(now, nanos, CancellationToken.NONE);
			return true;
		}
		catch (InterruptedException ex) {
			if (batch.isEmpty()) {
				throw ex;
			}
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public final void forEach(Consumer<? super T> action) throws InterruptedException {
		Objects.requireNonNull(action, "action must not be null");
		for (;;) {
			T value;
			try {
				throwIfInterrupted();
				T available = poll(true);
				value = (available != null) ? available
						: receiveWaiting(WaitLimit.FOREVER, WaitLimit.FOREVER, CancellationToken.NONE);
			}
			catch (ChannelClosedException ex) {
				return;
			}
			action.accept(value);
		}
	}

	@Override
	public final int purge() {
		long end = accepted(); // what is accepted meanwhile is not meant
		int purged = 0;
		for (T value = discard(end); value != null; value = discard(end)) {
			purged++;
			this.callbacks.dropped(value);
		}
		return purged;
	}

	// Limits

	private ChannelTimeoutException timedOut(String operation, long limit, long callLimit, long channelLimit) {
		return new ChannelTimeoutException(name(), operation, WaitLimit.kind(limit, callLimit, channelLimit),
				Duration.ofNanos(limit));
	}

	private static void throwIfInterrupted() throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

}
