package io.backpressure.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Base of every channel: its settings, observers and statistics, but not its values.
 *
 * @param <T> the type of the values
 */
abstract class ChannelBase<T> implements BackpressureChannel<T> {

	/*
	 * Statistics. What went through the buffer is counted by whoever holds the values,
	 * which derives it from what it needs anyway. Here are only the counts of what did
	 * not go through, and the times of the calls.
	 */

	final ChannelSettings settings;

	final Callbacks<T> callbacks;

	/** Values refused because the buffer was full. */
	final LongAdder refused;

	final LongAdder blockedSends;

	final LongAdder failedSends;

	final CallTimes sendTimes;

	final CallTimes receiveTimes;

	private final Occasion closing = new Occasion();

	ChannelBase(ChannelSettings settings, Callbacks<T> callbacks) {
		this.settings = settings;
		this.callbacks = callbacks;
		this.refused = new LongAdder();
		this.blockedSends = new LongAdder();
		this.failedSends = new LongAdder();
		this.sendTimes = new CallTimes();
		this.receiveTimes = new CallTimes();
	}

	/** A view of another channel, which counts there. */
	ChannelBase(ChannelBase<?> viewed, Callbacks<T> callbacks) {
		this.settings = viewed.settings;
		this.callbacks = callbacks;
		this.refused = viewed.refused;
		this.blockedSends = viewed.blockedSends;
		this.failedSends = viewed.failedSends;
		this.sendTimes = viewed.sendTimes;
		this.receiveTimes = viewed.receiveTimes;
	}

	/** Refuse further values and wake what waits. Idempotent. */
	abstract void closeBuffer();

	/** A snapshot of one moment. */
	abstract Counts counts();

	/** When a value was last added, in milliseconds of the epoch; 0: never. */
	abstract long lastSend();

	/** When a value was last received, in milliseconds of the epoch; 0: never. */
	abstract long lastReceive();

	@Override
	public final void close() {
		closeBuffer();
		noteClosed();
	}

	/** Run what is to be run when this is closed. Idempotent. */
	final void noteClosed() {
		this.closing.occur();
	}

	@Override
	public final CancellationToken.Registration onClose(Runnable action) {
		return this.closing.onOccurrence(Objects.requireNonNull(action, "action must not be null"));
	}

	@Override
	public final CancellationToken.Registration observe(Observer<? super T> observer) {
		return this.callbacks.add(observer);
	}

	@Override
	public int size() {
		return counts().size();
	}

	@Override
	public final int capacity() {
		return this.settings.capacity();
	}

	@Override
	public final String name() {
		return this.settings.name().toString();
	}

	@Override
	public boolean assignName(String name) {
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
	public final boolean measuresBufferWait() {
		return this.settings.measureBufferWait();
	}

	private static Duration timeout(long limit) {
		return (limit != WaitLimit.FOREVER) ? Duration.ofNanos(limit) : Duration.ZERO;
	}

	@Override
	public final ChannelStats stats() {
		Counts counts = counts();
		long sent = counts.sent();
		long received = counts.received();
		return new ChannelStats(sent, received, counts.evicted() + this.refused.sum(), this.blockedSends.sum(),
				this.sendTimes.average(sent), this.receiveTimes.average(received), utilization(counts),
				instant(lastSend()), instant(lastReceive()), this.receiveTimes.calls(received),
				this.sendTimes.total(sent), this.receiveTimes.total(received), this.failedSends.sum(), counts.purged());
	}

	/** Which part of the buffer is in use, in the snapshot of those counts. */
	double utilization(Counts counts) {
		return (double) counts.size() / capacity();
	}

	private static @Nullable Instant instant(long millis) {
		return (millis != 0) ? Instant.ofEpochMilli(millis) : null;
	}

	@Override
	public final String toString() {
		return "BackpressureChannel[" + name() + ", " + strategy() + ", " + sizeAsText() + "/" + capacity()
				+ (isClosed() ? ", closed]" : "]");
	}

	/** The size, for {@link #toString()}, which must not fail. */
	String sizeAsText() {
		return String.valueOf(size());
	}

	/**
	 * What went through the buffer of a channel.
	 *
	 * @param sent values added
	 * @param received values handed to a receiver
	 * @param evicted values removed to make room
	 * @param purged values discarded by a purge
	 */
	record Counts(long sent, long received, long evicted, long purged) {

		int size() {
			return (int) (this.sent - this.received - this.evicted - this.purged);
		}

	}

}
