package io.backpressure.channel;

import java.util.ArrayList;

import org.jspecify.annotations.Nullable;

/**
 * Receiver of a shared channel that leaves the acknowledgement of each value to the
 * caller.
 *
 * @param <T> the type of the values
 */
final class AcknowledgingReceiver<T> extends ReceivingChannel<Received<T>> {

	private final SharedBuffer<T> buffer;

	private final BufferReceiver<Received<T>> receiver;

	AcknowledgingReceiver(ChannelSettings settings, ChannelStatistics statistics, Closing closing,
			SharedBuffer<T> buffer, TransportCounters counters) {
		super(settings, statistics, closing);
		this.buffer = buffer;
		this.receiver = new BufferReceiver<>(buffer, buffer::take, true, counters, statistics.receiveTimes);
	}

	@Override
	@Nullable Received<T> poll(Attempt attempt, long now) {
		return this.receiver.poll(attempt);
	}

	@Override
	@SuppressWarnings("NonApiType") // for its ensureCapacity
	void pollBuffered(ArrayList<? super Received<T>> batch, int max) {
		Batch.pollUpTo(this, batch, Math.min(max, buffered()));
	}

	/**
	 * Return an upper bound of the number of values to receive now. It includes values
	 * that other receivers have not acknowledged, since this receiver may get some of
	 * them. It is at least 1, since only an attempt shows why no value can be received.
	 */
	private int buffered() {
		try {
			SharedChannel.Totals totals = this.buffer.totals();
			return Math.max(1, totals.size() + totals.unacknowledged());
		}
		catch (ChannelException ex) {
			BufferReceiver.rethrowUnlessRepeatable(ex);
			return 1;
		}
	}

	@Override
	long awaitValue(long now, long nanos, CancellationToken token) throws InterruptedException {
		return this.receiver.awaitValue(now, nanos, token);
	}

	@Override
	Wait joinReceivers(Waiter waiter) {
		return this.receiver.join(waiter);
	}

	@Override
	boolean drained() {
		return this.receiver.isDrained();
	}

	@Override
	void postpone(Throwable failure) {
		super.postpone(failure);
		this.receiver.postpone(failure);
	}

}
