package io.backpressure.channel.spring.listener;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

import io.backpressure.channel.spring.propagation.CarriedValue;
import org.jspecify.annotations.Nullable;

/**
 * Counters of the values of a listener, and the values that it has given back: received,
 * but kept for its next start.
 */
final class ListenerCounters {

	private final LongAdder received = new LongAdder();

	private final LongAdder processed = new LongAdder();

	private final LongAdder recovered = new LongAdder();

	private final LongAdder deadLettered = new LongAdder();

	private final LongAdder discarded = new LongAdder();

	private final LongAdder undelivered = new LongAdder();

	private final Queue<Object> givenBack = new ConcurrentLinkedQueue<>();

	void received() {
		this.received.increment();
	}

	void processed() {
		this.processed.increment();
	}

	void failed(ListenerErrorHandler.Outcome outcome) {
		switch (outcome) {
			case RECOVERED -> this.recovered.increment();
			case DEAD_LETTERED -> this.deadLettered.increment();
			case DISCARDED -> this.discarded.increment();
		}
	}

	/** Count a value as not received, because it goes back to its channel. */
	void released() {
		this.received.decrement();
	}

	/** Keep a value, as it was received, for the next start. */
	void giveBack(Object received) {
		this.givenBack.add(received);
		this.undelivered.increment();
	}

	/**
	 * Remove and return a value that was given back, or return {@code null} if there is
	 * none.
	 */
	@Nullable Object takeBack() {
		Object received = this.givenBack.poll();
		if (received != null) {
			this.undelivered.decrement();
		}
		return received;
	}

	/**
	 * Remove and return a value that was given back, so that the listener does not handle
	 * it. The value stays counted as undelivered. Returns {@code null} if there is none.
	 */
	@Nullable Object handOver() {
		Object received = this.givenBack.poll();
		return (received != null) ? CarriedValue.unwrap(received) : null;
	}

	ListenerStats stats() {
		long processed = this.processed.sum();
		long recovered = this.recovered.sum();
		long deadLettered = this.deadLettered.sum();
		long discarded = this.discarded.sum();
		long undelivered = this.undelivered.sum();
		// read last, so that inFlight is not negative
		long received = this.received.sum();
		long done = processed + recovered + deadLettered + discarded + undelivered;
		return new ListenerStats(received, processed, recovered, deadLettered, discarded, undelivered,
				Math.max(0, received - done));
	}

}
