package io.backpressure.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import io.backpressure.channel.ChannelBuffer.Counts;
import org.jspecify.annotations.Nullable;

/**
 * The channel: what the operations mean, on top of a {@link ChannelBuffer} that holds the
 * values.
 *
 * @param <T> the type of the values
 */
final class BufferedChannel<T> implements BackpressureChannel<T> {

	/*
	 * Limits. Every operation first tries the buffer, and looks at what could end its
	 * wait (token, time) only when the buffer had nothing for it; after each wait again
	 * in this order. So an operation that reports cancelled, timed out, closed or
	 * interrupted has not moved a value, and one that was woken for a value or for room
	 * cannot leave without having tried it: no wake-up is lost with its receiver.
	 *
	 * Callbacks. The buffer holds no lock when it returns, and all callbacks are called
	 * from here.
	 *
	 * Statistics. The buffer counts what went through it. Here are only the counts of
	 * what did not, and the times: exact where a call waits, since it can afford a clock,
	 * and else as often as the buffer says.
	 */

	private final ChannelSettings settings;

	private final ChannelBuffer<T> buffer;

	private final Callbacks<T> callbacks;

	private final Consumer<T> dropped;

	private final CancellationSource closed = CancellationSource.create();

	private final LongAdder refused = new LongAdder();

	private final LongAdder blockedSends = new LongAdder();

	/** Values of batches beyond the first of each. */
	private final LongAdder batchSurplus = new LongAdder();

	private final CallTimes sendTimes = new CallTimes();

	private final CallTimes receiveTimes = new CallTimes();

	BufferedChannel(ChannelSettings settings, ChannelBuffer<T> buffer, Callbacks<T> callbacks) {
		this.settings = settings;
		this.buffer = buffer;
		this.callbacks = callbacks;
		this.dropped = callbacks::dropped;
	}

	// Sending

	@Override
	public void send(T value) throws InterruptedException {
		send(value, WaitLimit.FOREVER, CancellationToken.NONE);
	}

	@Override
	public void send(T value, Duration timeout) throws InterruptedException {
		send(value, WaitLimit.nanos(timeout, "timeout"), CancellationToken.NONE);
	}

	@Override
	public void send(T value, CancellationToken token) throws InterruptedException {
		Objects.requireNonNull(token, "token must not be null");
		send(value, WaitLimit.FOREVER, token);
	}

	@Override
	public SendResult trySend(T value) {
		Objects.requireNonNull(value, "value must not be null");
		SendResult result = attempt(value);
		if (result == SendResult.CLOSED && this.callbacks.wantErrors()) {
			this.callbacks.failed(new ChannelClosedException(name()));
		}
		if (result == SendResult.FULL && strategy() == BackpressureStrategy.ERROR && this.callbacks.wantErrors()) {
			this.callbacks.failed(new ChannelFullException(name(), capacity()));
		}
		return result;
	}

	private void send(T value, long limit, CancellationToken token) throws InterruptedException {
		Objects.requireNonNull(value, "value must not be null");
		throwIfInterrupted();
		Throwable cancelled = token.cause();
		if (cancelled != null) {
			throw failed(new ChannelCancelledException(name(), "send", cancelled));
		}
		switch (attempt(value)) {
			case SENT, DROPPED -> {
			}
			case CLOSED -> throw failed(new ChannelClosedException(name()));
			case FULL -> {
				if (strategy() == BackpressureStrategy.ERROR) {
					throw failed(new ChannelFullException(name(), capacity()));
				}
				sendWaiting(value, limit, token);
			}
		}
	}

	/** One attempt, timed if it is one that the buffer wants timed. */
	private SendResult attempt(T value) {
		if (!this.buffer.timesSend()) {
			return put(value);
		}
		long start = System.nanoTime();
		SendResult result = put(value);
		if (result == SendResult.SENT) {
			this.sendTimes.sampled(System.nanoTime() - start, this.buffer.counts().sent());
		}
		return result;
	}

	/** What a full buffer means. */
	private SendResult put(T value) {
		return switch (this.settings.strategy()) {
			case BLOCK, ERROR -> this.buffer.offer(value);
			case DROP_OLDEST -> this.buffer.offerEvicting(value, this.dropped);
			case DROP -> {
				SendResult result = this.buffer.offer(value);
				if (result != SendResult.FULL) {
					yield result;
				}
				this.refused.increment();
				this.callbacks.dropped(value);
				yield SendResult.DROPPED;
			}
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
		for (;;) {
			SendResult result = this.buffer.offer(value);
			if (result == SendResult.SENT) {
				this.sendTimes.waited(System.nanoTime() - start);
				return;
			}
			if (result == SendResult.CLOSED) {
				throw failed(new ChannelClosedException(name()));
			}
			Throwable cancelled = token.cause();
			if (cancelled != null) {
				throw failed(new ChannelCancelledException(name(), "send", cancelled));
			}
			long remaining = WaitLimit.remaining(limit, start);
			if (remaining == 0) {
				throw failed(timedOut("send", limit, callLimit, this.settings.sendLimit()));
			}
			this.buffer.awaitRoom(remaining, token);
		}
	}

	private <X extends ChannelException> X failed(X exception) {
		this.callbacks.failed(exception);
		return exception;
	}

	// Receiving

	@Override
	public T receive() throws InterruptedException {
		return receive(WaitLimit.FOREVER, CancellationToken.NONE);
	}

	@Override
	public T receive(Duration timeout) throws InterruptedException {
		return receive(WaitLimit.nanos(timeout, "timeout"), CancellationToken.NONE);
	}

	@Override
	public T receive(CancellationToken token) throws InterruptedException {
		Objects.requireNonNull(token, "token must not be null");
		return receive(WaitLimit.FOREVER, token);
	}

	@Override
	public @Nullable T tryReceive() {
		T value = take();
		if (value == null && this.buffer.isDrained()) {
			throw new ChannelClosedException(name());
		}
		return value;
	}

	private T receive(long callLimit, CancellationToken token) throws InterruptedException {
		throwIfInterrupted();
		Throwable cancelled = token.cause();
		if (cancelled != null) {
			throw new ChannelCancelledException(name(), "receive", cancelled);
		}
		T value = take();
		return (value != null) ? value : receiveWaiting(callLimit, this.settings.receiveLimit(), token);
	}

	/** One attempt, timed if it is one that the buffer wants timed. */
	private @Nullable T take() {
		if (!this.buffer.timesReceive()) {
			return this.buffer.poll();
		}
		long start = System.nanoTime();
		T value = this.buffer.poll();
		if (value != null) {
			this.receiveTimes.sampled(System.nanoTime() - start, receiveCalls(this.buffer.counts()));
		}
		return value;
	}

	private T receiveWaiting(long callLimit, long channelLimit, CancellationToken token) throws InterruptedException {
		long start = System.nanoTime();
		long limit = WaitLimit.earliest(callLimit, token, channelLimit);
		for (;;) {
			T value = this.buffer.poll();
			if (value != null) {
				this.receiveTimes.waited(System.nanoTime() - start);
				return value;
			}
			if (this.buffer.isDrained()) {
				throw new ChannelClosedException(name());
			}
			Throwable cancelled = token.cause();
			if (cancelled != null) {
				throw new ChannelCancelledException(name(), "receive", cancelled);
			}
			long remaining = WaitLimit.remaining(limit, start);
			if (remaining == 0) {
				throw timedOut("receive", limit, callLimit, channelLimit);
			}
			this.buffer.awaitValue(remaining, token);
		}
	}

	@Override
	public List<T> receiveBatch(int maxSize, Duration maxWait) throws InterruptedException {
		if (maxSize < 1) {
			throw new IllegalArgumentException("maxSize must be at least 1, but is " + maxSize);
		}
		long limit = Math.min(WaitLimit.nanos(maxWait, "maxWait"), this.settings.receiveLimit());
		throwIfInterrupted();
		long start = System.nanoTime();
		List<T> batch = new ArrayList<>(Math.min(maxSize, Math.max(1, size())));
		boolean waited = false;
		while (batch.size() < maxSize) {
			T value = this.buffer.poll();
			if (value != null) {
				batch.add(value);
				continue;
			}
			if (this.buffer.isDrained()) {
				if (batch.isEmpty()) {
					throw new ChannelClosedException(name());
				}
				break;
			}
			long remaining = WaitLimit.remaining(limit, start);
			if (remaining == 0 || !awaitMore(batch, remaining)) {
				break;
			}
			waited = true;
		}
		if (!batch.isEmpty()) {
			this.batchSurplus.add(batch.size() - 1);
			long nanos = System.nanoTime() - start;
			if (waited) {
				this.receiveTimes.waited(nanos);
			}
			else {
				this.receiveTimes.sampled(nanos, receiveCalls(this.buffer.counts()));
			}
		}
		return batch;
	}

	/** Wait for another value; an interrupt ends a batch, and fails an empty one. */
	private boolean awaitMore(List<T> batch, long nanos) throws InterruptedException {
		try {
			this.buffer.awaitValue(nanos, CancellationToken.NONE);
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
	public void forEach(Consumer<? super T> action) throws InterruptedException {
		Objects.requireNonNull(action, "action must not be null");
		for (;;) {
			T value;
			try {
				throwIfInterrupted();
				T available = take();
				value = (available != null) ? available
						: receiveWaiting(WaitLimit.FOREVER, WaitLimit.FOREVER, CancellationToken.NONE);
			}
			catch (ChannelClosedException ex) {
				return;
			}
			action.accept(value);
		}
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

	// State

	@Override
	public void close() {
		if (this.buffer.close()) {
			this.closed.cancel();
		}
	}

	@Override
	public CancellationToken.Registration onClose(Runnable action) {
		return this.closed.token().onCancel(action);
	}

	@Override
	public CancellationToken.Registration observe(Observer<? super T> observer) {
		return this.callbacks.add(observer);
	}

	@Override
	public boolean isClosed() {
		return this.buffer.isClosed();
	}

	@Override
	public int size() {
		return this.buffer.size();
	}

	@Override
	public int capacity() {
		return this.settings.capacity();
	}

	@Override
	public String name() {
		return this.settings.name();
	}

	@Override
	public BackpressureStrategy strategy() {
		return this.settings.strategy();
	}

	@Override
	public ChannelStats stats() {
		Counts counts = this.buffer.counts();
		return new ChannelStats(counts.sent(), counts.received(), counts.evicted() + this.refused.sum(),
				this.blockedSends.sum(), this.sendTimes.average(), this.receiveTimes.average(),
				(double) counts.size() / capacity(), instant(this.buffer.lastSend()),
				instant(this.buffer.lastReceive()), receiveCalls(counts), this.sendTimes.total(),
				this.receiveTimes.total());
	}

	private long receiveCalls(Counts counts) {
		return counts.received() - this.batchSurplus.sum();
	}

	private static @Nullable Instant instant(long millis) {
		return (millis != 0) ? Instant.ofEpochMilli(millis) : null;
	}

	@Override
	public String toString() {
		return "BackpressureChannel[" + name() + ", " + strategy() + ", " + size() + "/" + capacity()
				+ (isClosed() ? ", closed]" : "]");
	}

}
