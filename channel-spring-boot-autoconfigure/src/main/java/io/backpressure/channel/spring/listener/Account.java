package io.backpressure.channel.spring.listener;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Where the values of a listener are, by number; and those that were taken from the
 * channel but given back.
 */
final class Account {

	private final LongAdder received = new LongAdder();

	private final LongAdder processed = new LongAdder();

	private final LongAdder recovered = new LongAdder();

	private final LongAdder deadLettered = new LongAdder();

	private final LongAdder discarded = new LongAdder();

	private final LongAdder undelivered = new LongAdder();

	/** Threads that are calling the listener. */
	private final LongAdder active = new LongAdder();

	private final Queue<Object> givenBack = new ConcurrentLinkedQueue<>();

	void begin() {
		this.active.increment();
	}

	void end() {
		this.active.decrement();
	}

	int active() {
		return this.active.intValue();
	}

	void received(int values) {
		this.received.add(values);
	}

	void processed(int values) {
		this.processed.add(values);
	}

	void failed(ListenerErrorHandler.Outcome outcome) {
		switch (outcome) {
			case RECOVERED -> this.recovered.increment();
			case DEAD_LETTERED -> this.deadLettered.increment();
			case DISCARDED -> this.discarded.increment();
		}
	}

	/** A value that is in its channel again. */
	void released() {
		this.received.decrement();
	}

	void giveBack(Object value) {
		this.undelivered.increment();
		this.givenBack.add(value);
	}

	/** A value that was given back, which is in flight again; or null. */
	@Nullable Object takeBack() {
		Object value = this.givenBack.poll();
		if (value != null) {
			this.undelivered.decrement();
		}
		return value;
	}

	/** A value that was given back, which leaves the listener; or null. */
	@Nullable Object handOver() {
		return this.givenBack.poll();
	}

	ListenerStats stats() {
		long processed = this.processed.sum();
		long recovered = this.recovered.sum();
		long deadLettered = this.deadLettered.sum();
		long discarded = this.discarded.sum();
		long undelivered = this.undelivered.sum();
		long received = this.received.sum(); // last, so that none is in flight negatively
		long done = processed + recovered + deadLettered + discarded + undelivered;
		return new ListenerStats(received, processed, recovered, deadLettered, discarded, undelivered,
				Math.max(0, received - done));
	}

}
