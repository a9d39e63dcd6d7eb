package io.backpressure.channel;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Values that this JVM has moved through a shared buffer.
 */
final class Traffic {

	private final ChannelStatistics statistics;

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong received = new AtomicLong();

	private final LongAdder dropped = new LongAdder();

	private final LongAdder purged = new LongAdder();

	Traffic(ChannelStatistics statistics) {
		this.statistics = statistics;
	}

	/**
	 * Count the value of an attempt that has begun at that time, if it was sent.
	 * @return the result
	 */
	SendResult noted(SendResult result, long start, Attempt attempt) {
		if (result == SendResult.SENT) {
			this.sent.incrementAndGet();
			this.statistics.lastSend.note();
			if (attempt != Attempt.FURTHER) {
				this.statistics.sendTimes.add(System.nanoTime() - start);
			}
		}
		return result;
	}

	void received(int values, long start, @Nullable CallTimes times) {
		if (values > 0) {
			this.received.addAndGet(values);
			this.statistics.lastReceive.note();
		}
		if (times != null) {
			times.add(System.nanoTime() - start);
		}
	}

	void dropped() {
		this.dropped.increment();
	}

	void purged() {
		this.purged.increment();
	}

	Counts counts(SharedBuffer<?> buffer) {
		int size = Counts.UNKNOWN;
		try {
			size = buffer.totals().size();
		}
		catch (ChannelException ex) {
			// out of reach
		}
		// before those sent, so that none is received that was not sent
		long received = this.received.get();
		return new Counts(this.sent.get(), received, this.dropped.sum(), this.purged.sum(), size);
	}

}
