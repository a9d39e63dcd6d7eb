package io.backpressure.channel;

import java.util.ArrayList;
import java.util.List;

/**
 * One call of {@link ChannelReceiver#receiveBatch}.
 *
 * @param <T> the type of the values
 */
final class Batch<T> {

	/** Largest number of values taken between two readings of the clock. */
	private static final int STEP = 64;

	private final ReceivingChannel<T> channel;

	private final int max;

	private final long limit;

	private final CancellationToken token;

	private final long start = System.nanoTime();

	/** The values. The list begins without space: {@code max} may never be reached. */
	private final ArrayList<T> values = new ArrayList<>(0);

	Batch(ReceivingChannel<T> channel, int max, long limit, CancellationToken token) {
		this.channel = channel;
		this.max = max;
		this.limit = limit;
		this.token = token;
	}

	/** Return the number of values of a batch beyond its first one. */
	static int surplus(int size) {
		return Math.max(0, size - 1);
	}

	List<T> receive() throws InterruptedException {
		CallTimes times = this.channel.statistics.receiveTimes;
		times.begin();
		try {
			gather();
			if (this.values.isEmpty() && this.channel.drained()) {
				throw this.channel.closing.exception();
			}
		}
		catch (Throwable ex) {
			if (this.values.isEmpty()) {
				throw ex;
			}
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			else {
				this.channel.postpone(ex);
			}
		}
		finally {
			if (this.values.isEmpty()) {
				times.end(CallTimes.FAILED);
			}
		}
		try {
			if (!this.values.isEmpty()) {
				times.end(System.nanoTime() - this.start);
			}
		}
		catch (Throwable ex) {
			// the values are already received
		}
		return this.values;
	}

	/**
	 * Receive until the batch is full, the time is up, the token is cancelled or the
	 * channel is drained.
	 */
	private void gather() throws InterruptedException {
		if (this.limit == 0) {
			this.channel.pollBuffered(this.values, this.max);
			return;
		}
		while (this.values.size() < this.max) {
			boolean polled = pollStep(this.channel, this.values, this.max);
			if (this.values.size() >= this.max || (!polled && this.channel.drained())) {
				return;
			}
			if (this.values.isEmpty()) {
				this.channel.throwIfCancelled(this.token);
			}
			else if (this.token.isCancelled()) {
				return;
			}
			long now = System.nanoTime();
			long remaining = WaitLimit.remaining(this.limit, this.start, now);
			if (remaining == 0) {
				return;
			}
			if (!polled) {
				this.channel.awaitValue(now, remaining, this.token);
			}
		}
	}

	/**
	 * Implement {@link ReceivingChannel#poll(ArrayList, int)} by removing heads in runs.
	 */
	@SuppressWarnings("NonApiType") // for its ensureCapacity
	static <T> boolean pollEach(ReceivingChannel<T> channel, ArrayList<? super T> batch, int max) {
		int before = batch.size();
		StackReserve.check();
		batch.ensureCapacity(max);
		int announced = surplus(max) - surplus(before);
		CallTimes times = channel.statistics.receiveTimes;
		times.surplus(announced);
		try {
			while (batch.size() < max && channel.pollRun(batch, max)) {
				// take the next ones
			}
		}
		finally {
			times.surplus(surplus(batch.size()) - surplus(before) - announced);
		}
		return batch.size() > before;
	}

	/** Remove heads, until the batch has {@code end} values or the buffer is empty. */
	@SuppressWarnings("NonApiType") // for its ensureCapacity
	static <T> void pollUpTo(ReceivingChannel<T> channel, ArrayList<? super T> batch, int end) {
		while (batch.size() < end && pollStep(channel, batch, end)) {
			// take the next ones
		}
	}

	@SuppressWarnings("NonApiType") // for its ensureCapacity
	private static <T> boolean pollStep(ReceivingChannel<T> channel, ArrayList<? super T> batch, int end) {
		return channel.poll(batch, (int) Math.min(end, (long) batch.size() + STEP));
	}

}
