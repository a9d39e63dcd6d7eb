package io.backpressure.channel.spring.listener;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.spring.BufferSize;

/**
 * Whether more values wait for a listener than it has threads. To ask that of a shared
 * channel is a call of its transport, so that it is not asked for each value.
 */
final class Backlog {

	private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

	private final BackpressureChannel<?> channel;

	/** When a shared channel is to be asked next. */
	private final AtomicLong next = new AtomicLong(System.nanoTime());

	Backlog(BackpressureChannel<?> channel) {
		this.channel = channel;
	}

	boolean isMoreThan(int threads) {
		if (!(this.channel instanceof SharedChannel)) {
			return this.channel.size() > threads;
		}
		long due = this.next.get();
		long now = System.nanoTime();
		if (now - due < 0 || !this.next.compareAndSet(due, now + INTERVAL)) {
			return false;
		}
		Integer size = BufferSize.of(this.channel);
		return size != null && size > threads;
	}

}
