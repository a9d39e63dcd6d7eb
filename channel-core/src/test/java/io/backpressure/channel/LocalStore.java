package io.backpressure.channel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * State that the {@link LocalSharedBuffer}s of all simulated JVMs share.
 *
 * @param <T> the type of the values
 */
final class LocalStore<T> {

	private final int capacity;

	private final BackpressureStrategy strategy;

	final ReentrantLock lock = new ReentrantLock();

	/** The buffers of all JVMs. */
	final List<LocalSharedBuffer<T>> sides = new CopyOnWriteArrayList<>();

	final Deque<Entry<T>> buffered = new ArrayDeque<>();

	private final Deque<Entry<T>> released = new ArrayDeque<>();

	private long sent;

	private long received;

	private long dropped;

	boolean closed;

	LocalStore(int capacity, BackpressureStrategy strategy) {
		this.capacity = capacity;
		this.strategy = strategy;
	}

	// call each of the methods below only when holding the lock

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
		this.sides.forEach((side) -> side.values.signal());
	}

	void rejected() {
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
		if (redelivered != null && isDrained(false)) {
			this.sides.forEach((side) -> side.drained.signalAll());
		}
		if (redelivered != null || this.buffered.isEmpty()) {
			return redelivered;
		}
		this.received++;
		return removeHead();
	}

	private Entry<T> removeHead() {
		this.sides.forEach((side) -> side.room.signal());
		Entry<T> head = this.buffered.remove();
		if (isDrained(false)) {
			this.sides.forEach((side) -> side.drained.signalAll());
		}
		return head;
	}

	void release(Entry<T> entry) {
		this.released.add(entry);
		this.sides.forEach((side) -> side.values.signal());
	}

	void wakeIfDrained() {
		if (isDrained(true)) {
			this.sides.forEach(LocalSharedBuffer::wakeAll);
		}
	}

	int unacknowledged() {
		return this.released.size() + this.sides.stream().mapToInt((side) -> side.held.size()).sum();
	}

	SharedChannel.Totals totals() {
		return new SharedChannel.Totals(this.sent, this.received, this.dropped, this.buffered.size(), unacknowledged());
	}

	/** Value with the state of its delivery. */
	static final class Entry<T> {

		final T value;

		final long number;

		int deliveries;

		Entry(T value, long number) {
			this.value = value;
			this.number = number;
		}

	}

}
