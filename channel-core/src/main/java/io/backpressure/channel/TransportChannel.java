package io.backpressure.channel;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * A channel on a buffer outside this JVM.
 *
 * @param <T> the type of the values
 */
final class TransportChannel<T> extends BufferedChannel<T> implements SharedChannel<T> {

	/*
	 * Every call of the buffer takes far longer than a look at the clock, so all calls
	 * are timed exactly. What cannot reach the buffer fails with an exception of the
	 * transport, which is told to the callbacks like any other failure of a send.
	 */

	private final SharedBuffer<T> buffer;

	private final Traffic traffic;

	private final AcknowledgingView<T> acknowledging;

	TransportChannel(ChannelSettings settings, Callbacks<T> callbacks, SharedBuffer<T> buffer) {
		super(settings, callbacks);
		this.buffer = buffer;
		this.traffic = new Traffic();
		this.acknowledging = new AcknowledgingView<>(this, buffer, this.traffic);
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
			this.sendTimes.waited(System.nanoTime() - start);
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
		this.traffic.dropped.increment();
		this.callbacks.dropped(value);
	}

	@Override
	@Nullable T poll(boolean timed) {
		try {
			return pollReached(timed);
		}
		catch (ChannelException ex) {
			throwUnlessNotReached(ex);
			return null;
		}
	}

	@Override
	@Nullable T pollAtOnce() {
		return pollReached(true);
	}

	private @Nullable T pollReached(boolean timed) {
		long start = System.nanoTime();
		List<T> values = this.buffer.poll(1);
		if (values.isEmpty()) {
			return null;
		}
		this.traffic.received(1, start, timed ? this.receiveTimes : null);
		return values.get(0);
	}

	@Override
	boolean poll(List<? super T> batch, int max) {
		try {
			List<T> values = this.buffer.poll(max - batch.size());
			this.traffic.received(values.size(), 0, null);
			return batch.addAll(values);
		}
		catch (ChannelException ex) {
			throwUnlessNotReached(ex);
			return false;
		}
	}

	@Override
	void timeBatch(long nanos, boolean waited) {
		this.receiveTimes.waited(nanos);
	}

	/** A call that may wait does, until the buffer can be reached; any other fails. */
	private static void throwUnlessNotReached(ChannelException ex) {
		if (!(ex instanceof SharedBuffer.NotReached)) {
			throw ex;
		}
	}

	@Override
	@Nullable T discard(long end) {
		T value = this.buffer.discard(end);
		if (value != null) {
			this.traffic.dropped.increment();
		}
		return value;
	}

	@Override
	long accepted() {
		return this.buffer.totals().sent();
	}

	@Override
	void awaitRoom(long nanos, CancellationToken token) throws InterruptedException {
		this.buffer.awaitRoom(nanos, token);
	}

	@Override
	void awaitValue(long nanos, CancellationToken token) throws InterruptedException {
		this.buffer.awaitValue(nanos, token, false);
	}

	@Override
	public int waitingSenders() {
		return this.buffer.waitingSenders();
	}

	@Override
	public int waitingReceivers() {
		return this.buffer.waitingReceivers();
	}

	@Override
	boolean closeBuffer() {
		this.buffer.close();
		return true;
	}

	@Override
	public boolean isClosed() {
		return this.buffer.isClosed();
	}

	@Override
	boolean isDrained() {
		return isDrained(this.buffer, false);
	}

	private static boolean isDrained(SharedBuffer<?> buffer, boolean unacknowledged) {
		try {
			return buffer.isDrained(unacknowledged);
		}
		catch (ChannelException ex) {
			return false;
		}
	}

	@Override
	public int size() {
		return this.buffer.totals().size();
	}

	@Override
	String sizeAsText() {
		try {
			return super.sizeAsText();
		}
		catch (ChannelException ex) {
			return "?";
		}
	}

	@Override
	double utilization(Counts counts) {
		try {
			return (double) size() / capacity();
		}
		catch (ChannelException ex) {
			return Double.NaN;
		}
	}

	@Override
	Counts counts() {
		return this.traffic.counts();
	}

	@Override
	long lastSend() {
		return this.traffic.lastSend;
	}

	@Override
	long lastReceive() {
		return this.traffic.lastReceive;
	}

	/**
	 * What has gone through the channel by this JVM.
	 */
	private static final class Traffic {

		private final AtomicLong sent = new AtomicLong();

		private final AtomicLong received = new AtomicLong();

		private final LongAdder dropped = new LongAdder();

		private volatile long lastSend;

		private volatile long lastReceive;

		void sent(long start, @Nullable CallTimes times) {
			this.sent.incrementAndGet();
			this.lastSend = System.currentTimeMillis();
			if (times != null) {
				times.waited(System.nanoTime() - start);
			}
		}

		void received(int values, long start, @Nullable CallTimes times) {
			if (values > 0) {
				this.received.addAndGet(values);
				this.lastReceive = System.currentTimeMillis();
			}
			if (times != null) {
				times.waited(System.nanoTime() - start);
			}
		}

		Counts counts() {
			long received = this.received.get(); // before those sent, so that none is
													// received that was not sent
			return new Counts(this.sent.get(), received, this.dropped.sum());
		}

	}

	/**
	 * The same buffer, received from without acknowledging.
	 *
	 * @param <T> the type of the values
	 */
	private static final class AcknowledgingView<T> extends BufferedChannel<Received<T>> {

		private final TransportChannel<T> channel;

		private final SharedBuffer<T> buffer;

		private final Traffic traffic;

		AcknowledgingView(TransportChannel<T> channel, SharedBuffer<T> buffer, Traffic traffic) {
			super(channel, new Callbacks<>(channel.name()));
			this.channel = channel;
			this.buffer = buffer;
			this.traffic = traffic;
		}

		@Override
		SendResult offer(Received<T> value, boolean timed) {
			throw new UnsupportedOperationException("This view only receives");
		}

		@Override
		SendResult offerEvicting(Received<T> value) {
			throw new UnsupportedOperationException("This view only receives");
		}

		@Override
		@Nullable Received<T> poll(boolean timed) {
			try {
				return pollReached(timed);
			}
			catch (ChannelException ex) {
				throwUnlessNotReached(ex);
				return null;
			}
		}

		@Override
		@Nullable Received<T> pollAtOnce() {
			return pollReached(true);
		}

		private @Nullable Received<T> pollReached(boolean timed) {
			long start = System.nanoTime();
			Received<T> received = this.buffer.take();
			if (received != null) {
				this.traffic.received(1, start, timed ? this.receiveTimes : null);
			}
			return received;
		}

		@Override
		void timeBatch(long nanos, boolean waited) {
			this.receiveTimes.waited(nanos);
		}

		@Override
		@Nullable Received<T> discard(long end) {
			throw new UnsupportedOperationException("This view only receives");
		}

		@Override
		void awaitRoom(long nanos, CancellationToken token) {
			throw new UnsupportedOperationException("This view only receives");
		}

		@Override
		void awaitValue(long nanos, CancellationToken token) throws InterruptedException {
			this.buffer.awaitValue(nanos, token, true);
		}

		@Override
		boolean isDrained() {
			return TransportChannel.isDrained(this.buffer, true);
		}

		@Override
		boolean closeBuffer() {
			this.channel.close();
			return false;
		}

		@Override
		public boolean isClosed() {
			return this.buffer.isClosed();
		}

		@Override
		public int size() {
			return this.channel.size();
		}

		@Override
		Counts counts() {
			return this.traffic.counts();
		}

		@Override
		long lastSend() {
			return this.traffic.lastSend;
		}

		@Override
		long lastReceive() {
			return this.traffic.lastReceive;
		}

	}

}
