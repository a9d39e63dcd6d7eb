package io.backpressure.channel;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * What has gone through the channel by this JVM.
 */
final class Traffic {

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong received = new AtomicLong();

	private final LongAdder dropped = new LongAdder();

	private final LongAdder purged = new LongAdder();

	private volatile long lastSend;

	private volatile long lastReceive;

	void sent(long start, @Nullable CallTimes times) {
		this.sent.incrementAndGet();
		this.lastSend = System.currentTimeMillis();
		if (times != null) {
			times.add(System.nanoTime() - start);
		}
	}

	void received(int values, long start, @Nullable CallTimes times) {
		if (values > 0) {
			this.received.addAndGet(values);
			this.lastReceive = System.currentTimeMillis();
		}
		if (times != null) {
			times.add(System.nanoTime() - start);
		}
	}

	ChannelBase.Counts counts() {
		// before those sent, so that none is received that was not sent
		long received = this.received.get();
		return new ChannelBase.Counts(this.sent.get(), received, this.dropped.sum(), this.purged.sum());
	}

	void dropped() {
		this.dropped.increment();
	}

	void purged() {
		this.purged.increment();
	}

	long lastSend() {
		return this.lastSend;
	}

	long lastReceive() {
		return this.lastReceive;
	}

}
