package io.backpressure.channel;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Sending side of a {@link SharedBuffer}.
 *
 * @param <T> the type of the values
 */
final class BufferSender<T> {

	private final SharedBuffer<T> buffer;

	private final BackpressureStrategy strategy;

	private final Callbacks<T> callbacks;

	private final TransportCounters counters;

	BufferSender(SharedBuffer<T> buffer, BackpressureStrategy strategy, Callbacks<T> callbacks,
			TransportCounters counters) {
		this.buffer = buffer;
		this.strategy = strategy;
		this.callbacks = callbacks;
		this.counters = counters;
	}

	/**
	 * Try to send a value, as {@link BufferedChannel#offer} does; with the strategy
	 * {@code DROP_OLDEST}, evict the head if the buffer is full.
	 * @return the result; {@code FULL} also if the buffer cannot be reached and the
	 * caller may wait until it can
	 * @throws ChannelException if the buffer cannot be reached and the caller may not
	 * wait, or the outcome is unknown
	 */
	SendResult offer(T value, Attempt attempt) {
		if (this.strategy == BackpressureStrategy.DROP_OLDEST) {
			// one call instead of two if the buffer is full
			return offerEvicting(value, null);
		}
		long start = System.nanoTime();
		try {
			return this.counters.countSent(this.buffer.offer(value), start, attempt);
		}
		catch (ChannelException ex) {
			boolean mayWait = attempt != Attempt.ONLY && this.strategy == BackpressureStrategy.BLOCK;
			if (mayWait && ex instanceof ChannelUnavailableException) {
				return SendResult.FULL;
			}
			throw ex;
		}
	}

	/** Send a value, evicting the head if the buffer is full. */
	SendResult offerEvicting(T value, @Nullable Consumer<? super T> action) {
		long start = System.nanoTime();
		SendResult result = this.buffer.offerEvicting(value, (evicted) -> {
			this.counters.dropped();
			this.callbacks.dropped(evicted, action);
		});
		return this.counters.countSent(result, start, Attempt.FIRST);
	}

	long awaitRoom(long now, long nanos, CancellationToken token) throws InterruptedException {
		this.buffer.awaitRoom(WaitLimit.remaining(nanos, now), token.forWait());
		return System.nanoTime();
	}

	Wait join(Waiter waiter) {
		return BufferWait.join(waiter, this.buffer::onRoom);
	}

}
