package io.backpressure.channel;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Buffer of a {@link SharedChannel}, implemented by a library that keeps values outside
 * this JVM. The channel adds timeouts, callbacks, exceptions and statistics, as it does
 * for a buffer in memory; see {@link ChannelSupport#build}.
 * <p>
 * Each operation except the waits is one atomic step of the buffer across all JVMs. An
 * operation that cannot reach the buffer throws a {@link ChannelException}. If the step
 * has certainly not been taken, this is a {@link ChannelUnavailableException}, and a call
 * that may wait then waits. All methods may be called concurrently.
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
public interface SharedBuffer<T> {

	/**
	 * Add a value if there is room.
	 * @param value the value
	 * @return {@code SENT}, {@code FULL} or {@code CLOSED}
	 */
	SendResult offer(T value);

	/**
	 * Add a value. If there is no room, remove the head in the same step. Values that
	 * were received but not acknowledged are not in the buffer and are never removed.
	 * @param value the value
	 * @param evicted receives the head if it was removed
	 * @return {@code SENT} or {@code CLOSED}
	 */
	SendResult offerEvicting(T value, Consumer<? super T> evicted);

	/**
	 * Remove up to {@code max} values, oldest first, and acknowledge them in the same
	 * step.
	 * @param max the largest number of values to remove, at least 1
	 * @return the values; empty if there are none
	 */
	List<T> poll(int max);

	/**
	 * Take the head, or a value that another receiver has taken and not acknowledged in
	 * time.
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable Received<T> take();

	/**
	 * Remove the head if it is one of the first {@code end} values sent, and count it as
	 * discarded rather than received.
	 * @param end a number of values, as counted by {@link SharedChannel.Totals#sent()}
	 * @return the head, or {@code null} if it was not removed
	 */
	@Nullable T discard(long end);

	/**
	 * Wait until an offer may succeed, after one has found no room or has not reached the
	 * buffer. The wait also ends when the buffer is closed or detached, the token is
	 * cancelled or the time is up. It may end spuriously; the caller tries again. Each
	 * time that room becomes available, one waiting thread returns.
	 * @param nanos the longest wait in nanoseconds, {@link Long#MAX_VALUE} for no limit
	 * @param token a token whose cancellation ends the wait
	 * @throws InterruptedException if interrupted; if this thread has been woken up,
	 * another waiting thread returns in its place
	 */
	void awaitRoom(long nanos, CancellationToken token) throws InterruptedException;

	/**
	 * Wait for a value, as {@link #awaitRoom} does for room, or until this JVM will
	 * receive no more values. Closing the buffer does not by itself end the wait: a
	 * remaining value may be unreachable for now, or taken by a receiver that has not yet
	 * acknowledged it.
	 * @param nanos the longest wait in nanoseconds, {@link Long#MAX_VALUE} for no limit
	 * @param token a token whose cancellation ends the wait
	 * @param unacknowledged whether to wait for unacknowledged values as well; see
	 * {@link #isDrained(boolean)}
	 * @throws InterruptedException if interrupted; if this thread has been woken up,
	 * another waiting thread returns in its place
	 */
	void awaitValue(long nanos, CancellationToken token, boolean unacknowledged) throws InterruptedException;

	/**
	 * Wait until this JVM will receive no more values, not counting unacknowledged ones;
	 * see {@link #isDrained(boolean)}. The wait takes no wake-up from a thread that waits
	 * for a value. It may end spuriously; the caller tries again.
	 * @param nanos the longest wait in nanoseconds, {@link Long#MAX_VALUE} for no limit
	 * @throws InterruptedException if interrupted
	 */
	void awaitDrained(long nanos) throws InterruptedException;

	/**
	 * Run an action once when {@link #awaitRoom} would return, possibly before this
	 * method returns. The action takes its turn among the waiting threads of this JVM.
	 * @param wake the action, which is brief and uses neither the buffer nor a lock
	 * @return a registration that ends the wait when it is closed; if the action has
	 * already run, its wake-up goes to the next one that waits for room
	 */
	Registration onRoom(Runnable wake);

	/**
	 * Run an action once when {@link #awaitValue} would return, as {@link #onRoom} does
	 * for room.
	 * @param wake the action, which is brief and uses neither the buffer nor a lock
	 * @param unacknowledged as for {@link #awaitValue}
	 * @return a registration that ends the wait when it is closed, as that of
	 * {@link #onRoom}
	 */
	Registration onValue(Runnable wake, boolean unacknowledged);

	/**
	 * Return the number of threads and actions of this JVM that wait for room.
	 * @return the number of threads and actions
	 */
	int waitingSenders();

	/**
	 * Return the number of threads and actions of this JVM that wait for a value.
	 * @return the number of threads and actions
	 */
	int waitingReceivers();

	/**
	 * Close the buffer for all JVMs: reject further values and wake up all waiting
	 * threads.
	 */
	void close();

	/**
	 * Detach this JVM from the buffer: reject its values, hand none to it, wake up its
	 * waiting threads and release the resources that the buffer holds here. Buffered
	 * values stay available to other JVMs.
	 */
	void detach();

	/**
	 * Return whether the buffer is closed for the sends of this JVM: as far as this JVM
	 * knows, some JVM has closed it, or this JVM is detached. From then on an offer
	 * returns {@code CLOSED}; after a detach, a receive finds no value. Both hold even if
	 * the buffer cannot be reached.
	 * @return {@code true} if it is closed or detached
	 */
	boolean isClosed();

	/**
	 * Return whether this JVM will receive no more values.
	 * @param unacknowledged whether unacknowledged values, which may be redelivered,
	 * count as values still to be received
	 * @return {@code true} if the buffer is closed and empty, or detached
	 */
	boolean isDrained(boolean unacknowledged);

	/**
	 * Run an action once when the buffer is closed by any JVM or detached, or immediately
	 * if it already is.
	 * @param action the action to run
	 */
	void onClose(Runnable action);

	/**
	 * Return the reason why the buffer rejects operations of this JVM although it can be
	 * reached. Does not call the buffer, and never fails.
	 * @return the reason given when an operation was last tried and rejected, or
	 * {@code null} if none was rejected or the buffer does not keep the reason
	 */
	default @Nullable String refusal() {
		return null;
	}

	/**
	 * Return the counts of all JVMs together.
	 * @return a consistent snapshot
	 */
	SharedChannel.Totals totals();

	/**
	 * Factory for the buffer of a channel.
	 *
	 * @param <T> the type of the values
	 */
	@FunctionalInterface
	interface Factory<T> {

		/**
		 * Create a buffer, which will be used by one channel of this JVM.
		 * @param name the name of the channel, the same in all JVMs
		 * @param capacity the number of values that the buffer holds
		 * @param strategy the strategy of a send when the buffer is full
		 * @return the buffer
		 */
		SharedBuffer<T> create(String name, int capacity, BackpressureStrategy strategy);

	}

}
