package io.backpressure.channel;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Counters of the values that this JVM has moved through a shared buffer.
 */
final class TransportCounters {

	private final ChannelStatistics statistics;

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong received = new AtomicLong();

	private final LongAdder dropped = new LongAdder();

	private final LongAdder purged = new LongAdder();

	TransportCounters(ChannelStatistics statistics) {
		this.statistics = statistics;
	}

	/**
	 * Count the value of an attempt if it was sent.
	 * @param result the result of the attempt
	 * @param start the time at which the attempt began
	 * @return the result
	 */
	SendResult countSent(SendResult result, long start, Attempt attempt) {
		if (result == SendResult.SENT) {
			this.sent.incrementAndGet();
			this.statistics.lastSend.record();
			if (attempt != Attempt.FURTHER) {
				this.statistics.sendTimes.add(System.nanoTime() - start);
			}
		}
		return result;
	}

	void received(int values, long start, @Nullable CallTimes times) {
		if (values > 0) {
			this.received.addAndGet(values);
			this.statistics.lastReceive.record();
		}
		if (times != null) {
			times.add(System.nanoTime() - start);
		}
	}

	void dropped() {
		this.dropped.increment();
	}

	/**
	 * Count a value as purged, unless it is {@code null}.
	 * @return the value
	 */
	<T> @Nullable T countPurged(@Nullable T value) {
		if (value != null) {
			this.purged.increment();
		}
		return value;
	}

	Counts counts(SharedBuffer<?> buffer) {
		int size = Counts.UNKNOWN;
		try {
			size = buffer.totals().size();
		}
		catch (ChannelException ex) {
			// the buffer cannot be reached
		}
		// read before 'sent': in the other order, a value sent and received between the
		// two reads would count as received, but not as sent
		long received = this.received.get();
		return new Counts(this.sent.get(), received, this.dropped.sum(), this.purged.sum(), size);
	}

}
