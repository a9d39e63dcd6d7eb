package io.backpressure.channel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What one JVM has of a buffer that is shared, as simple as it can be: the others are
 * more of these on the same {@link Store}, and the network is a field that says what goes
 * wrong.
 *
 * @param <T> the type of the values
 */
final class LocalSharedBuffer<T> implements SharedBuffer<T> {

	/*
	 * Concurrency. Everything is guarded by the lock of the store, and actions on close
	 * run outside of it. A value signals one waiting receiver of each side, and room one
	 * waiting sender: a side that cannot use the signal takes it from no other.
	 */

	static final int MAX_DELIVERIES = 3;

	private final Store<T> store;

	private final Side room;

	private final Side values;

	private final List<Runnable> onClose = new ArrayList<>();

	private final List<Entry<T>> held = new ArrayList<>();

	private boolean detached;

	private @Nullable Supplier<ChannelException> failure;

	LocalSharedBuffer(Store<T> store) {
		this.store = store;
		this.room = new Side(store.lock.newCondition());
		this.values = new Side(store.lock.newCondition());
		store.sides.add(this);
	}

	/** Let every call fail from now on, and what waits try again. */
	void fail(Supplier<ChannelException> failure) {
		network(failure);
	}

	/** End what {@link #fail} began. */
	void recover() {
		network(null);
	}

	private void network(@Nullable Supplier<ChannelException> failure) {
		locked(() -> {
			this.failure = failure;
			wakeAll();
			return null;
		});
	}

	@Override
	public SendResult offer(T value) {
		return locked(() -> {
			if (isClosed()) {
				return SendResult.CLOSED;
			}
			reach();
			if (this.store.isFull()) {
				this.store.refused();
				return SendResult.FULL;
			}
			this.store.add(value);
			return SendResult.SENT;
		});
	}

	@Override
	public SendResult offerEvicting(T value, Consumer<? super T> evicted) {
		List<T> heads = new ArrayList<>();
		SendResult result = locked(() -> {
			if (isClosed()) {
				return SendResult.CLOSED;
			}
			reach();
			if (this.store.isFull()) {
				heads.add(this.store.drop());
			}
			this.store.add(value);
			return SendResult.SENT;
		});
		heads.forEach(evicted);
		return result;
	}

	@Override
	public List<T> poll(int max) {
		return locked(() -> {
			List<T> polled = new ArrayList<>();
			Entry<T> entry;
			while (polled.size() < max && (entry = next()) != null) {
				polled.add(entry.value);
			}
			return polled;
		});
	}

	@Override
	public @Nullable Received<T> take() {
		return this.<@Nullable Received<T>>locked(() -> {
			Entry<T> entry = next();
			if (entry == null) {
				return null;
			}
			this.held.add(entry);
			return new Taken(entry, ++entry.deliveries);
		});
	}

	/** Call only when holding the lock. */
	private @Nullable Entry<T> next() {
		if (this.detached) {
			return null;
		}
		reach();
		return this.store.next();
	}

	@Override
	public @Nullable T discard(long end) {
		return this.<@Nullable T>reached(() -> {
			Entry<T> head = this.store.buffered.peek();
			return (!this.detached && head != null && head.number < end) ? this.store.drop() : null;
		});
	}

	@Override
	public void awaitRoom(long nanos, CancellationToken token) throws InterruptedException {
		await(this.room, () -> isClosed() || (this.failure == null && !this.store.isFull()), nanos, token);
	}

	@Override
	public void awaitValue(long nanos, CancellationToken token, boolean unacknowledged) throws InterruptedException {
		await(this.values,
				() -> this.detached
						|| (this.failure == null && (this.store.hasNext() || this.store.isDrained(unacknowledged))),
				nanos, token);
	}

	@SuppressWarnings("WaitNotInLoop") // the loop is the caller's
	private void await(Side side, BooleanSupplier mayProceed, long nanos, CancellationToken token)
			throws InterruptedException {
		this.store.lock.lockInterruptibly();
		CancellationToken.Registration wake = token.onCancel(() -> locked(() -> {
			wakeAll();
			return null;
		}));
		side.waiting++;
		try {
			if (!mayProceed.getAsBoolean() && !token.isCancelled()) {
				side.condition.awaitNanos(nanos);
			}
		}
		finally {
			side.waiting--;
			wake.close();
			this.store.lock.unlock();
		}
	}

	/** Call only when holding the lock. */
	private void wakeAll() {
		this.room.condition.signalAll();
		this.values.condition.signalAll();
	}

	@Override
	public int waitingSenders() {
		return locked(() -> this.room.waiting);
	}

	@Override
	public int waitingReceivers() {
		return locked(() -> this.values.waiting);
	}

	@Override
	public void close() {
		List<Runnable> actions = new ArrayList<>();
		reached(() -> {
			this.store.closed = true;
			this.store.sides.forEach((side) -> side.end(actions));
			return null;
		});
		actions.forEach(Runnable::run);
	}

	@Override
	public void detach() {
		List<Runnable> actions = new ArrayList<>();
		locked(() -> {
			this.detached = true;
			this.held.forEach(this.store::release);
			this.held.clear();
			end(actions);
			return null;
		});
		actions.forEach(Runnable::run);
	}

	/** Call only when holding the lock. */
	private void end(List<Runnable> actions) {
		actions.addAll(this.onClose);
		this.onClose.clear();
		wakeAll();
	}

	@Override
	public boolean isClosed() {
		return locked(() -> this.detached || this.store.closed);
	}

	@Override
	public boolean isDrained(boolean unacknowledged) {
		return locked(() -> {
			if (this.detached) {
				return true;
			}
			reach();
			return this.store.isDrained(unacknowledged);
		});
	}

	@Override
	public void onClose(Runnable action) {
		if (locked(() -> isClosed() || !this.onClose.add(action))) {
			action.run();
		}
	}

	@Override
	public Totals totals() {
		return reached(this.store::totals);
	}

	private <R> R reached(Supplier<R> step) {
		return locked(() -> {
			reach();
			return step.get();
		});
	}

	/** Call only when holding the lock. */
	private void reach() {
		if (this.failure != null) {
			throw this.failure.get();
		}
	}

	private <R> R locked(Supplier<R> step) {
		this.store.lock.lock();
		try {
			return step.get();
		}
		finally {
			this.store.lock.unlock();
		}
	}

	/**
	 * What all JVMs have in common.
	 *
	 * @param <T> the type of the values
	 */
	static final class Store<T> {

		private final int capacity;

		private final BackpressureStrategy strategy;

		private final ReentrantLock lock = new ReentrantLock();

		private final List<LocalSharedBuffer<T>> sides = new CopyOnWriteArrayList<>();

		private final Deque<Entry<T>> buffered = new ArrayDeque<>();

		private final Deque<Entry<T>> released = new ArrayDeque<>();

		private long sent;

		private long received;

		private long dropped;

		private boolean closed;

		Store(int capacity, BackpressureStrategy strategy) {
			this.capacity = capacity;
			this.strategy = strategy;
		}

		// All of these: call only when holding the lock

		boolean isFull() {
			return this.buffered.size() == this.capacity;
		}

		boolean hasNext() {
			return !this.released.isEmpty() || !this.buffered.isEmpty();
		}

		boolean isDrained(boolean unacknowledged) {
			return this.closed && !hasNext() && (!unacknowledged || unacknowledged() == 0);
		}

		void add(T value) {
			this.buffered.add(new Entry<>(value, this.sent++));
			this.sides.forEach((side) -> side.values.condition.signal());
		}

		void refused() {
			if (this.strategy == BackpressureStrategy.DROP) {
				this.dropped++;
			}
		}

		T drop() {
			this.dropped++;
			return removeHead().value;
		}

		@Nullable Entry<T> next() {
			Entry<T> redelivered = this.released.poll();
			if (redelivered != null || this.buffered.isEmpty()) {
				return redelivered;
			}
			this.received++;
			return removeHead();
		}

		private Entry<T> removeHead() {
			this.sides.forEach((side) -> side.room.condition.signal());
			return this.buffered.remove();
		}

		void release(Entry<T> entry) {
			this.released.add(entry);
			this.sides.forEach((side) -> side.values.condition.signal());
		}

		void wakeIfDrained() {
			if (isDrained(true)) {
				this.sides.forEach(LocalSharedBuffer::wakeAll);
			}
		}

		int unacknowledged() {
			return this.released.size() + this.sides.stream().mapToInt((side) -> side.held.size()).sum();
		}

		Totals totals() {
			return new Totals(this.sent, this.received, this.dropped, this.buffered.size(), unacknowledged());
		}

	}

	/** The threads of this JVM that wait on one side. */
	private static final class Side {

		private final Condition condition;

		private int waiting;

		Side(Condition condition) {
			this.condition = condition;
		}

	}

	/** A value and how it has fared. */
	private static final class Entry<T> {

		private final T value;

		private final long number;

		private int deliveries;

		Entry(T value, long number) {
			this.value = value;
			this.number = number;
		}

	}

	/** A value that is held until it is acknowledged. */
	private final class Taken implements Received<T> {

		private final Entry<T> entry;

		private final int deliveries;

		Taken(Entry<T> entry, int deliveries) {
			this.entry = entry;
			this.deliveries = deliveries;
		}

		@Override
		public T value() {
			return this.entry.value;
		}

		@Override
		public int deliveries() {
			return this.deliveries;
		}

		@Override
		public int maxDeliveries() {
			return MAX_DELIVERIES;
		}

		@Override
		public void acknowledge() {
			letGo(LocalSharedBuffer.this.store::wakeIfDrained);
		}

		@Override
		public void release() {
			letGo(() -> LocalSharedBuffer.this.store.release(this.entry));
		}

		/** Only the first time, and only if it was not redelivered since. */
		private void letGo(Runnable then) {
			locked(() -> {
				if (this.deliveries == this.entry.deliveries && LocalSharedBuffer.this.held.remove(this.entry)) {
					then.run();
				}
				return null;
			});
		}

	}

}
