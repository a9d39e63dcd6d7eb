package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A channel on a buffer outside this JVM.
 *
 * @param <T> the type of the values
 */
final class TransportChannel<T> extends BufferedChannel<T> implements SharedChannel<T> {

	private final SharedBuffer<T> buffer;

	private final TransportCounters counters;

	private final BufferSender<T> sender;

	private final BufferReceiver<T> receiver;

	private final AcknowledgingReceiver<T> acknowledging;

	TransportChannel(ChannelSettings settings, Callbacks<T> callbacks, SharedBuffer<T> buffer) {
		super(settings, callbacks, new ChannelStatistics(true));
		this.buffer = buffer;
		this.counters = new TransportCounters(this.statistics);
		this.sender = new BufferSender<>(buffer, settings.strategy(), callbacks, this.counters);
		this.receiver = new BufferReceiver<>(buffer, this::take, false, this.counters, this.statistics.receiveTimes);
		this.acknowledging = new AcknowledgingReceiver<>(settings, this.statistics, this.closing, buffer,
				this.counters);
		buffer.onClose(this.closing::occur);
	}

	private @Nullable T take() {
		List<T> values = this.buffer.poll(1);
		return values.isEmpty() ? null : values.get(0);
	}

	@Override
	public ChannelReceiver<Received<T>> acknowledging() {
		return this.acknowledging;
	}

	@Override
	SendResult offer(T value, Attempt attempt) {
		try {
			return this.sender.offer(value, attempt);
		}
		catch (ChannelException ex) {
			throw failed(ex);
		}
	}

	@Override
	SendResult offerEvicting(T value, @Nullable Consumer<? super T> action) {
		try {
			return this.sender.offerEvicting(value, action);
		}
		catch (ChannelException ex) {
			throw failed(ex);
		}
	}

	@Override
	long awaitRoom(long now, long nanos, CancellationToken token) throws InterruptedException {
		return this.sender.awaitRoom(now, nanos, token);
	}

	@Override
	Wait joinSenders(Waiter waiter) {
		return this.sender.join(waiter);
	}

	@Override
	Wait joinReceivers(Waiter waiter) {
		return this.receiver.join(waiter);
	}

	@Override
	@Nullable T poll(Attempt attempt, long now) {
		return this.receiver.poll(attempt);
	}

	@Override
	@SuppressWarnings("NonApiType") // for its ensureCapacity
	boolean poll(ArrayList<? super T> batch, int max) {
		int before = batch.size();
		if (before == 0) {
			this.receiver.throwPostponed();
		}
		int most = Math.min(max - before, capacity());
		batch.ensureCapacity(before + most);
		try {
			List<T> values = this.buffer.poll(most);
			this.statistics.receiveTimes.surplus(Batch.surplus(before + values.size()) - Batch.surplus(before));
			this.counters.received(values.size(), 0, null);
			return batch.addAll(values);
		}
		catch (ChannelException ex) {
			BufferReceiver.rethrowUnlessRepeatable(ex);
			return false;
		}
	}

	@Override
	@SuppressWarnings("NonApiType") // for its ensureCapacity
	void pollBuffered(ArrayList<? super T> batch, int max) {
		poll(batch, max); // one step of the buffer
	}

	@Override
	long awaitValue(long now, long nanos, CancellationToken token) throws InterruptedException {
		return this.receiver.awaitValue(now, nanos, token);
	}

	@Override
	public boolean isDrained() {
		return this.receiver.isDrained();
	}

	@Override
	boolean awaitDrained(long nanos) throws InterruptedException {
		return this.receiver.awaitDrained(nanos);
	}

	@Override
	void postpone(Throwable failure) {
		super.postpone(failure);
		this.receiver.postpone(failure);
	}

	@Override
	int purgeBuffer(@Nullable Consumer<? super T> action) {
		return purge(totals().sent(), (end) -> this.counters.countPurged(this.buffer.discard(end)), action);
	}

	@Override
	void resizeBuffer(int capacity) {
		if (capacity != capacity()) {
			throw new UnsupportedOperationException("Channel '" + name()
					+ "' cannot be resized, since its buffer is shared: all JVMs must agree on its size");
		}
	}

	@Override
	void closeBuffer() {
		this.buffer.close();
	}

	@Override
	public void detach() {
		this.buffer.detach();
	}

	@Override
	public boolean isClosed() {
		return this.buffer.isClosed();
	}

	@Override
	public int size() {
		return this.buffer.totals().size();
	}

	@Override
	Counts counts() {
		return this.counters.counts(this.buffer);
	}

	@Override
	public SharedChannel.Totals totals() {
		return this.buffer.totals();
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
	public Duration oldestAge() {
		return Duration.ZERO; // not measured by a shared buffer
	}

	@Override
	public @Nullable String refusal() {
		return this.buffer.refusal();
	}

}
