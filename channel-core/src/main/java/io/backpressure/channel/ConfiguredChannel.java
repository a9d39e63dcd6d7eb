package io.backpressure.channel;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Skeletal implementation of a channel: its settings, its closing and its statistics on
 * top of an abstract buffer.
 *
 * @param <T> the type of the values
 */
abstract class ConfiguredChannel<T> extends ReceivingChannel<T> implements BackpressureChannel<T> {

	final Callbacks<T> callbacks;

	ConfiguredChannel(ChannelSettings settings, Callbacks<T> callbacks, ChannelStatistics statistics) {
		super(settings, statistics, new Closing(settings.name()));
		this.callbacks = callbacks;
	}

	// Operations of the buffer

	/** Reject further values and wake up all waiters. Idempotent. */
	abstract void closeBuffer();

	/**
	 * Wait until the channel is closed and drained, or the time is up.
	 * @return whether it is drained
	 */
	abstract boolean awaitDrained(long nanos) throws InterruptedException;

	/** Change the capacity to a size that has been checked. */
	abstract void resizeBuffer(int capacity);

	/** Return a snapshot of the counts. Never fails. */
	abstract Counts counts();

	// Closing and observing

	@Override
	public final void close() {
		closeWith(null);
	}

	@Override
	public final void close(Throwable cause) {
		closeWith(Objects.requireNonNull(cause, "cause must not be null"));
	}

	private void closeWith(@Nullable Throwable cause) {
		boolean first = !isClosed() && this.closing.begin(cause);
		try {
			closeBuffer();
		}
		catch (Throwable ex) {
			if (first && !isClosed()) {
				this.closing.withdraw();
			}
			throw ex;
		}
		this.closing.occur();
	}

	@Override
	final boolean drained() {
		return isDrained();
	}

	@Override
	public final boolean awaitDrained(Duration timeout) throws InterruptedException {
		long limit = WaitLimit.nanos(timeout, "timeout");
		throwIfInterrupted();
		return awaitDrained(limit);
	}

	@Override
	public final Registration onClose(Runnable action) {
		return this.closing.onClose(Objects.requireNonNull(action, "action must not be null"));
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
	public int capacity() {
		return this.settings.capacity();
	}

	@Override
	public final int maxBufferSize() {
		return this.settings.maxCapacity();
	}

	@Override
	public final void resize(int bufferSize) {
		if (bufferSize < 1 || bufferSize > maxBufferSize()) {
			throw new IllegalArgumentException("bufferSize must be from 1 to " + maxBufferSize() + ", but is "
					+ bufferSize + ": ChannelBuilder.maxBufferSize sets the largest size of channel '" + name() + "'");
		}
		resizeBuffer(bufferSize);
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

	@Override
	public final Duration maxAge() {
		return timeout(this.settings.maxAge());
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
			return "?"; // the buffer cannot be reached
		}
	}

}
