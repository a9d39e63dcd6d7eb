package io.backpressure.channel.concurrency.lincheck;

import java.util.ArrayDeque;
import java.util.Deque;

import io.backpressure.channel.BackpressureStrategy;

/**
 * Sequential specification of {@link ChannelOperations}.
 */
public abstract class SequentialChannel {

	private final BackpressureStrategy strategy;

	private final int capacity;

	private final Deque<Integer> buffer = new ArrayDeque<>();

	private int sent;

	private int received;

	private boolean closed;

	SequentialChannel(BackpressureStrategy strategy, int capacity) {
		this.strategy = strategy;
		this.capacity = capacity;
	}

	public String trySend(int value) {
		if (this.closed) {
			return "CLOSED";
		}
		if (this.buffer.size() < this.capacity) {
			return add(value);
		}
		return switch (this.strategy) {
			case BLOCK, ERROR -> "FULL";
			case DROP -> "DROPPED, dropped " + value;
			case DROP_OLDEST -> {
				int oldest = this.buffer.removeFirst();
				yield add(value) + ", dropped " + oldest;
			}
		};
	}

	private String add(int value) {
		this.buffer.addLast(value);
		this.sent++;
		return "SENT";
	}

	public String tryReceive() {
		if (this.buffer.isEmpty()) {
			return this.closed ? "closed" : "null";
		}
		this.received++;
		return String.valueOf(this.buffer.removeFirst());
	}

	public int size() {
		return this.buffer.size();
	}

	public String counts() {
		return this.sent + " sent, " + this.received + " received";
	}

	public void close() {
		this.closed = true;
	}

	public boolean isClosed() {
		return this.closed;
	}

}
