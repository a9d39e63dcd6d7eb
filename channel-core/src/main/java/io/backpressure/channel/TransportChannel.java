package io.backpressure.channel;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A channel on a buffer outside this JVM.
 *
 * @param <T> the type of the values
 */
final class TransportChannel<T> extends BufferView<T, T> implements SharedChannel<T> {

	/*
	 * A send that cannot reach the buffer fails with an exception of the transport, which
	 * is told to the callbacks like any other failure, or waits if it may.
	 */

	private final AcknowledgingView<T> acknowledging;

	TransportChannel(ChannelSettings settings, Callbacks<T> callbacks, SharedBuffer<T> buffer) {
		super(settings, callbacks, buffer);
		this.acknowledging = new AcknowledgingView<>(this);
		buffer.onClose(this::noteClosed);
	}

	@Override
	public ChannelReceiver<Received<T>> acknowledging() {
		return this.acknowledging;
	}

	@Override
	public SharedBuffer.Totals totals() {
		return this.buffer.totals();
	}

	/**
	 * The name identifies the buffer, so it is never replaced.
	 */
	@Override
	public boolean assignName(String name) {
		ChannelName.check(name);
		return false;
	}

	@Override
	public @Nullable String refusal() {
		return this.buffer.refusal();
	}

	@Override
	public void detach() {
		this.buffer.detach();
	}

	@Override
	SendResult attemptToSend(T value) {
		if (strategy() != BackpressureStrategy.BLOCK) {
			return attempt(value);
		}
		long start = System.nanoTime();
		SendResult result = offer(value, false);
		if (result == SendResult.SENT) {
			this.sendTimes.add(System.nanoTime() - start);
		}
		return result;
	}

	@Override
	SendResult offer(T value, boolean timed) {
		if (strategy() == BackpressureStrategy.DROP_OLDEST) {
			return offerEvicting(value); // one call instead of two if it is full
		}
		long start = System.nanoTime();
		SendResult result;
		try {
			result = this.buffer.offer(value);
		}
		catch (ChannelException ex) {
			if (!timed && ex instanceof SharedBuffer.NotReached) {
				return SendResult.FULL; // the caller waits
			}
			throw failed(ex);
		}
		if (result == SendResult.SENT) {
			this.traffic.sent(start, timed ? this.sendTimes : null);
		}
		return result;
	}

	@Override
	SendResult offerEvicting(T value) {
		long start = System.nanoTime();
		SendResult result;
		try {
			result = this.buffer.offerEvicting(value, this::evicted);
		}
		catch (ChannelException ex) {
			throw failed(ex);
		}
		if (result == SendResult.SENT) {
			this.traffic.sent(start, this.sendTimes);
		}
		return result;
	}

	private void evicted(T value) {
		this.traffic.dropped();
		this.callbacks.dropped(value);
	}

	@Override
	@Nullable T take() {
		List<T> values = this.buffer.poll(1);
		return values.isEmpty() ? null : values.get(0);
	}

	@Override
	@SuppressWarnings("NonApiType") // for its ensureCapacity
	boolean poll(ArrayList<? super T> batch, int max) {
		int before = batch.size();
		if (before == 0) {
			throwPostponed();
		}
		int most = Math.min(max - before, capacity());
		batch.ensureCapacity(before + most);
		try {
			List<T> values = this.buffer.poll(most);
			this.receiveTimes.surplus(surplus(before + values.size()) - surplus(before));
			this.traffic.received(values.size(), 0, null);
			return batch.addAll(values);
		}
		catch (ChannelException ex) {
			throwUnlessNotReached(ex);
			return false;
		}
	}

	@Override
	@SuppressWarnings("NonApiType") // for its ensureCapacity
	void pollBuffered(ArrayList<? super T> batch, int max) {
		poll(batch, max); // one step of the buffer
	}

	@Override
	@Nullable T discard(long end) {
		T value = this.buffer.discard(end);
		if (value != null) {
			this.traffic.purged();
		}
		return value;
	}

	@Override
	long accepted() {
		return this.buffer.totals().sent();
	}

	@Override
	long awaitRoom(long now, long nanos, CancellationToken token) throws InterruptedException {
		this.buffer.awaitRoom(WaitLimit.remaining(nanos, now), token.forWait());
		return System.nanoTime();
	}

	@Override
	void closeBuffer() {
		this.buffer.close();
	}

}
