package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Simplest correct channel: a ring under one lock, with a condition for each side.
 *
 * @param <T> the type of the values
 */
final class LockedChannel<T> extends BufferedChannel<T> {

	/*
	 * Concurrency. The lock guards everything. A value signals one waiting receiver, and
	 * room signals one waiting sender. A signalled thread tries again before it checks
	 * anything that could make it give up, and a condition never loses a signal to an
	 * interrupt. So each signal is either used or was not needed.
	 *
	 * Snapshots of the counts must not take the lock, since a callback or a scrape of the
	 * meters could then wait for a sender. Writers of the counts hold the lock and also
	 * take a write stamp, which is therefore never contended. Readers read the counts
	 * optimistically.
	 */

	private final ReentrantLock lock = new ReentrantLock();

	private final WaitingSide room = new WaitingSide(this.lock);

	private final WaitingSide values = new WaitingSide(this.lock);

	private final Condition drained = this.lock.newCondition();

	private final StampedLock counting = new StampedLock();

	private final @Nullable Object[] ring;

	private final long[] stamps;

	private volatile int capacity;

	private int head;

	private long sent;

	private long received;

	private long evicted;

	private long purged;

	private volatile boolean closed;

	LockedChannel(ChannelSettings settings, Callbacks<T> callbacks) {
		super(settings, callbacks, new ChannelStatistics(false));
		this.ring = new Object[settings.maxCapacity()];
		this.capacity = settings.capacity();
		this.stamps = new long[settings.maxCapacity()];
	}

	@Override
	SendResult offer(T value, Attempt attempt) {
		long start = System.nanoTime();
		this.lock.lock();
		try {
			if (this.closed) {
				return SendResult.CLOSED;
			}
			if (count() >= this.capacity) {
				return SendResult.FULL;
			}
			enqueue(value, false);
			this.values.signal();
			if (attempt != Attempt.FURTHER) {
				this.statistics.sendTimes.sample(System.nanoTime() - start, this.sent);
			}
			return SendResult.SENT;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	SendResult offerEvicting(T value, @Nullable Consumer<? super T> action) {
		long start = System.nanoTime();
		T oldest = null;
		List<T> excess;
		this.lock.lock();
		try {
			if (this.closed) {
				return SendResult.CLOSED;
			}
			excess = removeExcess();
			if (count() == this.capacity) {
				oldest = removeHead();
			}
			enqueue(value, oldest != null);
			this.values.signal();
			this.statistics.sendTimes.sample(System.nanoTime() - start, this.sent);
		}
		finally {
			this.lock.unlock();
		}
		excess.forEach((evicted) -> dropped(evicted, action));
		if (oldest != null) {
			this.callbacks.dropped(oldest, action);
		}
		return SendResult.SENT;
	}

	@Override
	@Nullable T poll(Attempt attempt, long now) {
		dropExpired();
		long buffered = 0;
		T value = null;
		long start = System.nanoTime();
		this.lock.lock();
		try {
			if (count() == 0) {
				return null;
			}
			buffered = start - this.stamps[this.head];
			value = removeHead();
			count(() -> this.received++);
			this.statistics.lastReceive.record();
			this.room.signal();
			if (attempt != Attempt.FURTHER) {
				this.statistics.receiveTimes.sample(System.nanoTime() - start, this.received);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (this.settings.measureBufferWait()) {
			this.callbacks.received(buffered);
		}
		return value;
	}

	/** Evict the values beyond the capacity. Call only when holding the lock. */
	private List<T> removeExcess() {
		List<T> excess = new ArrayList<>();
		while (count() > this.capacity) {
			excess.add(removeHead());
			count(() -> this.evicted++);
		}
		return excess;
	}

	/** Drop all values that are too old. */
	private void dropExpired() {
		List<T> expired = new ArrayList<>();
		this.lock.lock();
		try {
			while (count() > 0 && System.nanoTime() - this.stamps[this.head] > this.settings.maxAge()) {
				expired.add(removeHead());
				count(() -> this.evicted++);
				this.room.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
		expired.forEach((value) -> dropped(value, null));
	}

	@Override
	void resizeBuffer(int capacity) {
		List<T> excess = List.of();
		this.lock.lock();
		try {
			this.capacity = capacity;
			wakeAll();
			if (strategy() == BackpressureStrategy.DROP_OLDEST) {
				excess = removeExcess();
			}
		}
		finally {
			this.lock.unlock();
		}
		excess.forEach((evicted) -> dropped(evicted, null));
	}

	@Override
	public int capacity() {
		return this.capacity;
	}

	@Override
	int purgeBuffer(@Nullable Consumer<? super T> action) {
		dropExpired();
		return purge(counts().sent(), this::discard, action);
	}

	private @Nullable T discard(long end) {
		this.lock.lock();
		try {
			if (this.received + this.evicted + this.purged >= end) {
				return null;
			}
			T value = removeHead();
			count(() -> this.purged++);
			this.room.signal();
			return value;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Duration oldestAge() {
		this.lock.lock();
		try {
			return (this.settings.measureBufferWait() && count() > 0)
					? Duration.ofNanos(System.nanoTime() - this.stamps[this.head]) : Duration.ZERO;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int waitingSenders() {
		return waiting(this.room);
	}

	@Override
	public int waitingReceivers() {
		return waiting(this.values);
	}

	private int waiting(WaitingSide side) {
		this.lock.lock();
		try {
			return side.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Add a value and, if {@code evicting}, count an eviction in the same step. Call only
	 * when holding the lock.
	 */
	private void enqueue(T value, boolean evicting) {
		int slot = (this.head + count() - (evicting ? 1 : 0)) % this.ring.length;
		this.ring[slot] = value;
		this.stamps[slot] = System.nanoTime();
		if (this.settings.maxAge() != WaitLimit.FOREVER) {
			CompletableFuture
				.delayedExecutor(this.settings.maxAge() + 1, TimeUnit.NANOSECONDS, this.settings.executor())
				.execute(this::dropExpired);
		}
		count(() -> {
			this.sent++;
			this.evicted += evicting ? 1 : 0;
		});
		this.statistics.lastSend.record();
	}

	private void count(Runnable change) {
		long stamp = this.counting.writeLock();
		change.run();
		this.counting.unlockWrite(stamp);
	}

	/** Remove the head without counting it. Call only when holding the lock. */
	@SuppressWarnings({ "unchecked", "NullAway" }) // enqueue adds only T
	private T removeHead() {
		if (this.closed) {
			this.drained.signalAll();
		}
		T value = (T) this.ring[this.head];
		this.ring[this.head] = null;
		this.head = (this.head + 1) % this.ring.length;
		return value;
	}

	/** Call only when holding the lock. */
	private int count() {
		return (int) (this.sent - this.received - this.evicted - this.purged);
	}

	@Override
	long awaitRoom(long now, long nanos, CancellationToken token) throws InterruptedException {
		await(this.room, () -> count() >= this.capacity, WaitLimit.remaining(nanos, now), token);
		return System.nanoTime();
	}

	@Override
	long awaitValue(long now, long nanos, CancellationToken token) throws InterruptedException {
		await(this.values, () -> count() == 0, WaitLimit.remaining(nanos, now), token);
		return System.nanoTime();
	}

	private void await(WaitingSide side, BooleanSupplier mustWait, long nanos, CancellationToken token)
			throws InterruptedException {
		this.lock.lockInterruptibly();
		Registration wake = token.onCancelOfWait(this::wakeAll);
		try {
			if (mustWait.getAsBoolean() && !this.closed && !token.isCancelled()) {
				side.await(nanos);
			}
		}
		finally {
			wake.close();
			this.lock.unlock();
		}
	}

	@Override
	Wait joinSenders(Waiter waiter) {
		return BufferWait.join(waiter, (wake) -> this.room.join(wake, () -> this.closed || count() < this.capacity));
	}

	@Override
	Wait joinReceivers(Waiter waiter) {
		return BufferWait.join(waiter, (wake) -> this.values.join(wake, () -> this.closed || count() > 0));
	}

	@Override
	boolean awaitDrained(long nanos) throws InterruptedException {
		long remaining = nanos;
		this.lock.lockInterruptibly();
		try {
			while (!isDrained() && remaining > 0) {
				remaining = this.drained.awaitNanos(remaining);
			}
			return isDrained();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void wakeAll() {
		this.lock.lock();
		try {
			this.drained.signalAll();
			this.room.signalAll();
			this.values.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	void closeBuffer() {
		this.lock.lock();
		try {
			this.closed = true;
			wakeAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean isClosed() {
		return this.closed;
	}

	@Override
	public boolean isDrained() {
		return this.closed && size() == 0;
	}

	@Override
	Counts counts() {
		for (;;) {
			long stamp = this.counting.tryOptimisticRead();
			Counts counts = new Counts(this.sent, this.received, this.evicted, this.purged);
			if (this.counting.validate(stamp)) {
				return counts;
			}
			Thread.onSpinWait();
		}
	}

	@Override
	public int size() {
		return counts().size();
	}

}
