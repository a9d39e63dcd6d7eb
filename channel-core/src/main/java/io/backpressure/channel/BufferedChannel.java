package io.backpressure.channel;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Skeletal implementation of a channel: timeouts, cancellation, callbacks and statistics
 * on top of an abstract buffer.
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
	 * Callbacks. The buffer holds no lock when it returns or when it passes on a value
	 * that it evicted; all other callbacks are called from here.
	 *
	 * Errors. Whatever is thrown by a call, be it an OutOfMemoryError, has left the value
	 * where it was. What comes after the step that moves a value cannot fail, or what it
	 * throws is discarded: the call then returns as if nothing had happened.
	 */

	/** A batch reads the clock after so many values. */
	private static final int STEP = 64;

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
	 * Remove heads until a batch is as long as that. What is thrown concerns no value in
	 * the batch, nor one that is still to come.
	 * @return whether there was any
	 */
	@SuppressWarnings("NonApiType") // for its ensureCapacity
	boolean poll(ArrayList<? super T> batch, int max) {
		int before = batch.size();
		StackReserve.check();
		batch.ensureCapacity(max);
		int announced = surplus(max) - surplus(before);
		this.receiveTimes.surplus(announced);
		try {
			T value;
			while (batch.size() < max && (value = poll(false)) != null) {
				batch.add(value);
			}
		}
		finally {
			this.receiveTimes.surplus(surplus(batch.size()) - surplus(before) - announced);
		}
		return batch.size() > before;
	}

	/** How many values of a batch count as no call. */
	static int surplus(int size) {
		return Math.max(0, size - 1);
	}

	/** Remove what is buffered now, until a batch is as long as that. */
	@SuppressWarnings("NonApiType") // for its ensureCapacity
	void pollBuffered(ArrayList<? super T> batch, int max) {
		int end = Math.min(max, buffered());
		while (batch.size() < end && poll(batch, (int) Math.min(end, (long) batch.size() + STEP))) {
			// take the next ones
		}
	}

	/** How many values could be received now. */
	int buffered() {
		return counts().size();
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
				try { // here and not in dropped(value), for which there may be no stack
					this.callbacks.dropped(value);
				}
				catch (Throwable ex) {
					// not even enough stack to report it: it is dropped all the same
				}
				yield SendResult.DROPPED;
			}
			case DROP_OLDEST -> offerEvicting(value);
		};
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
		this.blockedSends.increment();
		this.callbacks.blocked();
		this.sendTimes.begin();
		boolean sent = false;
		try {
			awaitSend(value, start, limit, callLimit, token);
			sent = true;
		}
		finally {
			if (!sent) {
				this.sendTimes.end(CallTimes.FAILED);
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
			SendResult result = offer(value, false);
			if (result == SendResult.SENT) {
				try {
					this.sendTimes.end(ended(now) - start);
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
		this.receiveTimes.begin();
		T value = null;
		try {
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
				value = pollAfterWait(now);
				if (value != null) {
					try {
						this.receiveTimes.end(ended(now) - start);
					}
					catch (Throwable ex) {
						// it is received
					}
					return value;
				}
			}
		}
		finally {
			if (value == null) {
				this.receiveTimes.end(CallTimes.FAILED);
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
		ArrayList<T> batch = new ArrayList<>(Math.min(Math.min(maxSize, capacity()), Math.max(1, counts().size())));
		this.receiveTimes.begin();
		try {
			gather(batch, maxSize, limit, start);
			if (batch.isEmpty() && isDrained()) {
				throw new ChannelClosedException(name());
			}
		}
		catch (Throwable ex) {
			if (batch.isEmpty()) {
				throw ex;
			}
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			else {
				postpone(ex);
			}
		}
		finally {
			if (batch.isEmpty()) {
				this.receiveTimes.end(CallTimes.FAILED);
			}
		}
		try {
			if (!batch.isEmpty()) {
				this.receiveTimes.end(System.nanoTime() - start);
			}
		}
		catch (Throwable ex) {
			// they are received
		}
		return batch;
	}

	/** Report the failure that ended a batch early, which the call itself does not. */
	void postpone(Throwable failure) {
		GuardedLog.log(Level.WARNING, this.settings.name(), "a batch ends early", failure);
	}

	/**
	 * Receive into a batch until it is full, the time is up or the channel is drained.
	 */
	@SuppressWarnings("NonApiType") // for its ensureCapacity
	private void gather(ArrayList<T> batch, int max, long limit, long start) throws InterruptedException {
		if (limit == 0) {
			pollBuffered(batch, max);
			return;
		}
		while (batch.size() < max) {
			boolean polled = poll(batch, (int) Math.min(max, (long) batch.size() + STEP));
			if (!polled && isDrained()) {
				return;
			}
			long now = System.nanoTime();
			long remaining = WaitLimit.remaining(limit, start, now);
			if (remaining == 0) {
				return;
			}
			if (!polled) {
				awaitValue(now, remaining, CancellationToken.NONE);
			}
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
			dropped(value);
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
