package io.backpressure.channel.spring.monitor;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.backpressure.channel.ChannelStats;
import org.jspecify.annotations.Nullable;

/**
 * Ring of the samples of a channel over the last five minutes, one every two seconds. One
 * thread at a time adds; any thread reads.
 */
final class SampleRing {

	static final int CAPACITY = 150;

	static final long INTERVAL = TimeUnit.SECONDS.toNanos(2);

	private static final int UNKNOWN = -1;

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * Guarded by the lock. Created when first used, because many channels are closed
	 * before their first sample.
	 */
	private @Nullable Columns columns;

	private int count;

	private ChannelStats before;

	private long beforeTime;

	SampleRing(ChannelStats stats, long now) {
		this.before = stats;
		this.beforeTime = now;
	}

	/** Add a sample if the last one is old enough. */
	void add(ChannelStats stats, @Nullable Integer size, long millis, long now) {
		if (now - this.beforeTime < INTERVAL) {
			return;
		}
		this.lock.lock();
		try {
			Columns columns = columns();
			int index = this.count++ % CAPACITY;
			double seconds = (now - this.beforeTime) / 1e9;
			columns.times[index] = millis;
			columns.size[index] = (size != null) ? size : UNKNOWN;
			columns.sent[index] = rate(stats.sendCount() - this.before.sendCount(), seconds);
			columns.received[index] = rate(stats.receiveCount() - this.before.receiveCount(), seconds);
			columns.dropped[index] = rate(stats.droppedCount() - this.before.droppedCount(), seconds);
			columns.blockedSends[index] = rate(stats.blockedSends() - this.before.blockedSends(), seconds);
			columns.failedSends[index] = rate(stats.failedSends() - this.before.failedSends(), seconds);
		}
		finally {
			this.lock.unlock();
		}
		this.before = stats;
		this.beforeTime = now;
	}

	private Columns columns() {
		Columns columns = this.columns;
		if (columns == null) {
			columns = new Columns();
			this.columns = columns;
		}
		return columns;
	}

	private static float rate(long count, double seconds) {
		return (float) (count / seconds);
	}

	ChannelSamples samples() {
		this.lock.lock();
		try {
			Columns columns = columns();
			return new ChannelSamples(series((index) -> columns.times[index]).toList(),
					series((index) -> (columns.size[index] != UNKNOWN) ? Integer.valueOf(columns.size[index]) : null)
						.toList(),
					rates(columns.sent), rates(columns.received), rates(columns.dropped), rates(columns.blockedSends),
					rates(columns.failedSends));
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<Double> rates(float[] values) {
		return series((index) -> Math.round(values[index] * 100.0) / 100.0).toList();
	}

	/** Return the values, oldest first. */
	private <V extends @Nullable Object> Stream<V> series(IntFunction<V> value) {
		int start = Math.max(0, this.count - CAPACITY);
		return IntStream.range(start, this.count).mapToObj((number) -> value.apply(number % CAPACITY));
	}

	/** Samples in columns, each sample at the same index of every column. */
	private static final class Columns {

		private final long[] times = new long[CAPACITY];

		private final int[] size = new int[CAPACITY];

		private final float[] sent = new float[CAPACITY];

		private final float[] received = new float[CAPACITY];

		private final float[] dropped = new float[CAPACITY];

		private final float[] blockedSends = new float[CAPACITY];

		private final float[] failedSends = new float[CAPACITY];

	}

}
