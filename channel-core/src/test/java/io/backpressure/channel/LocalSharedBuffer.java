package io.backpressure.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Minimal {@link SharedBuffer} of one simulated JVM. Other JVMs are further instances on
 * the same {@link LocalStore}. {@link #fail} simulates a failure of the network.
 *
 * @param <T> the type of the values
 */
final class LocalSharedBuffer<T> implements SharedBuffer<T> {

	/*
	 * Concurrency. The lock of the store guards everything. Actions on close and on an
	 * eviction run without the lock. A value signals the receiving side of every JVM, and
	 * room the sending side of every JVM. So a signal that one JVM cannot use is not
	 * missing in another.
	 */

	static final int MAX_DELIVERIES = 3;

	private final LocalStore<T> store;

	final WaitingSide room;

	final WaitingSide values;

	final Condition drained;

	private final List<Runnable> onClose = new ArrayList<>();

	final List<LocalStore.Entry<T>> held = new ArrayList<>();

	private boolean detached;

	private @Nullable Supplier<ChannelException> failure;

	LocalSharedBuffer(LocalStore<T> store) {
		this.store = store;
		this.room = new WaitingSide(store.lock);
		this.values = new WaitingSide(store.lock);
		this.drained = store.lock.newCondition();
		store.sides.add(this);
	}

	/** Fail each call that needs the network from now on, and wake up waiting threads. */
	void fail(Supplier<ChannelException> failure) {
		network(failure);
	}

	/** End the failure begun by {@link #fail}. */
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
				this.store.rejected();
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
			LocalStore.Entry<T> entry;
			while (polled.size() < max && (entry = next()) != null) {
				polled.add(entry.value);
			}
			return polled;
		});
	}

	@Override
	public @Nullable Received<T> take() {
		return this.<@Nullable Received<T>>locked(() -> {
			LocalStore.Entry<T> entry = next();
			if (entry == null) {
				return null;
			}
			this.held.add(entry);
			return new Taken(entry, ++entry.deliveries);
		});
	}

	/** Call only when holding the lock. */
	private LocalStore.@Nullable Entry<T> next() {
		if (this.detached) {
			return null;
		}
		reach();
		return this.store.next();
	}

	@Override
	public @Nullable T discard(long end) {
		return this.<@Nullable T>reached(() -> {
			LocalStore.Entry<T> head = this.store.buffered.peek();
			return (!this.detached && head != null && head.number < end) ? this.store.drop() : null;
		});
	}

	@Override
	public void awaitRoom(long nanos, CancellationToken token) throws InterruptedException {
		await(this.room, this::maySend, nanos, token);
	}

	@Override
	public void awaitValue(long nanos, CancellationToken token, boolean unacknowledged) throws InterruptedException {
		await(this.values, () -> mayReceive(unacknowledged), nanos, token);
	}

	@Override
	public Registration onRoom(Runnable wake) {
		return this.room.join(wake, this::maySend);
	}

	@Override
	public Registration onValue(Runnable wake, boolean unacknowledged) {
		return this.values.join(wake, () -> mayReceive(unacknowledged));
	}

	private boolean maySend() {
		return isClosed() || (this.failure == null && !this.store.isFull());
	}

	private boolean mayReceive(boolean unacknowledged) {
		return this.detached
				|| (this.failure == null && (this.store.hasNext() || this.store.isDrained(unacknowledged)));
	}

	@Override
	@SuppressWarnings("WaitNotInLoop") // the caller loops
	public void awaitDrained(long nanos) throws InterruptedException {
		this.store.lock.lockInterruptibly();
		try {
			if (!this.detached && (this.failure != null || !this.store.isDrained(false))) {
				long ignored = this.drained.awaitNanos(nanos);
			}
		}
		finally {
			this.store.lock.unlock();
		}
	}

	private void await(WaitingSide side, BooleanSupplier mayProceed, long nanos, CancellationToken token)
			throws InterruptedException {
		this.store.lock.lockInterruptibly();
		Registration wake = token.onCancel(() -> locked(() -> {
			wakeAll();
			return null;
		}));
		try {
			if (!mayProceed.getAsBoolean() && !token.isCancelled()) {
				side.await(nanos);
			}
		}
		finally {
			wake.close();
			this.store.lock.unlock();
		}
	}

	/** Call only when holding the lock. */
	void wakeAll() {
		this.room.signalAll();
		this.values.signalAll();
		this.drained.signalAll();
	}

	@Override
	public int waitingSenders() {
		return locked(() -> this.room.size());
	}

	@Override
	public int waitingReceivers() {
		return locked(() -> this.values.size());
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
	public SharedChannel.Totals totals() {
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

	/** Value that is held until it is acknowledged or released. */
	private final class Taken implements Received<T> {

		private final LocalStore.Entry<T> entry;

		private final int deliveries;

		Taken(LocalStore.Entry<T> entry, int deliveries) {
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
			release(LocalSharedBuffer.this.store::wakeIfDrained);
		}

		@Override
		public void release() {
			release(() -> LocalSharedBuffer.this.store.release(this.entry));
		}

		/** Run an action only once, and only if the value has not been redelivered. */
		private void release(Runnable then) {
			locked(() -> {
				if (this.deliveries == this.entry.deliveries && LocalSharedBuffer.this.held.remove(this.entry)) {
					then.run();
				}
				return null;
			});
		}

	}

}
