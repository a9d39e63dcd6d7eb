package io.backpressure.channel;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What holds the values of a channel, counts them, and lets threads wait for room or for
 * a value: the engine under {@link BufferedChannel}, which decides everything else. Each
 * method but the two that await is one linearizable step and never waits for another
 * thread's callback or wait.
 *
 * @param <T> the type of the values
 */
abstract class ChannelBuffer<T> {

	/**
	 * Add a value if there is room.
	 * @return {@code SENT}, {@code FULL} or {@code CLOSED}
	 */
	abstract SendResult offer(T value);

	/**
	 * Add a value and, if there is no room, remove the head for it in the same step.
	 * @param evicted what to tell the removed value, on this thread, once the step is
	 * complete and outside every lock
	 * @return {@code SENT} or {@code CLOSED}
	 */
	abstract SendResult offerEvicting(T value, Consumer<? super T> evicted);

	/** Remove the head, or return {@code null} if there is none, closed or not. */
	abstract @Nullable T poll();

	/**
	 * Wait until there may be room, the buffer is closed, the token is cancelled or the
	 * time is up. May return without any of these: the caller tries again.
	 * @throws InterruptedException if interrupted; no wake-up of another is lost then
	 */
	abstract void awaitRoom(long nanos, CancellationToken token) throws InterruptedException;

	/** Wait for a value, as {@link #awaitRoom} does for room. */
	abstract void awaitValue(long nanos, CancellationToken token) throws InterruptedException;

	/**
	 * Refuse further values and wake what waits.
	 * @return whether this call closed it
	 */
	abstract boolean close();

	abstract boolean isClosed();

	/** Whether it is closed and empty, and so for ever. */
	abstract boolean isDrained();

	/** A snapshot of one moment. */
	abstract Counts counts();

	abstract int size();

	/** Whether to time a send that begins now and does not have to wait. */
	abstract boolean timesSend();

	/** Whether to time a receive that begins now and does not have to wait. */
	abstract boolean timesReceive();

	/** When a value was last added, in milliseconds of the epoch; 0: never. */
	abstract long lastSend();

	/** When a value was last polled, in milliseconds of the epoch; 0: never. */
	abstract long lastReceive();

	/**
	 * What went through a buffer.
	 *
	 * @param sent values added
	 * @param received values polled
	 * @param evicted values removed to make room
	 */
	record Counts(long sent, long received, long evicted) {

		int size() {
			return (int) (this.sent - this.received - this.evicted);
		}

	}

	/** Creates the buffer of a channel. */
	interface Factory {

		<T> ChannelBuffer<T> create(int capacity);

	}

}
