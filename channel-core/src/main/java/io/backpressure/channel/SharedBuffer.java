package io.backpressure.channel;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Where the values of a {@link SharedChannel} are: what a library implements to keep them
 * outside this JVM. The channel gives these operations their meaning (timeouts,
 * callbacks, exceptions, statistics), as it does for a buffer in memory; see
 * {@link ChannelSupport#build}.
 * <p>
 * Each operation but the waits is one atomic step of the buffer, for all JVMs together.
 * One that cannot reach the buffer throws a {@link ChannelException} of the library's
 * own; if the step has certainly not been taken that is a {@link NotReached}, on which a
 * call that may wait does so. Called by any number of threads at once.
 *
 * @param <T> the type of the values
 */
public interface SharedBuffer<T> {

	/**
	 * Add a value if there is room.
	 * @param value the value
	 * @return {@code SENT}, {@code FULL} or {@code CLOSED}
	 */
	SendResult offer(T value);

	/**
	 * Add a value and, if there is no room, remove the head for it in the same step.
	 * Values that were received but not acknowledged are not in the buffer, and are never
	 * removed.
	 * @param value the value
	 * @param evicted is given the head, if it was removed
	 * @return {@code SENT} or {@code CLOSED}
	 */
	SendResult offerEvicting(T value, Consumer<? super T> evicted);

	/**
	 * Remove up to so many values, oldest first, acknowledged in the same step.
	 * @param max the most to remove, 1 or more
	 * @return the values; empty if there are none
	 */
	List<T> poll(int max);

	/**
	 * Take the head, or a value that somebody has taken and not acknowledged in time.
	 * @return what was taken, or {@code null} if there is neither
	 */
	@Nullable Received<T> take();

	/**
	 * Remove the head, as discarded and not as received, if it was accepted before that
	 * many values of all.
	 * @param end the number of values, as {@link SharedChannel.Totals#sent()} counts them
	 * @return the head, or {@code null} if there is none of these
	 */
	@Nullable T discard(long end);

	/**
	 * Wait until there may be room since this buffer was last found full or out of reach,
	 * it is closed or detached, the token is cancelled or the time is up. May return
	 * without any of these; the caller tries again. One waiting thread returns for each
	 * room that comes.
	 * @param nanos the longest wait in nanoseconds, {@link Long#MAX_VALUE} for ever
	 * @param token what can end the wait
	 * @throws InterruptedException if interrupted; another that waits then returns in
	 * place of this one
	 */
	void awaitRoom(long nanos, CancellationToken token) throws InterruptedException;

	/**
	 * Wait for a value, as {@link #awaitRoom} does for room, or until this JVM will get
	 * none. That it is closed does not end the wait, since what is left may be out of
	 * reach, or in the hands of somebody who has not yet acknowledged it.
	 * @param nanos the longest wait in nanoseconds, {@link Long#MAX_VALUE} for ever
	 * @param token what can end the wait
	 * @param unacknowledged for which receiver it will: see {@link #isDrained(boolean)}
	 * @throws InterruptedException if interrupted; another that waits then returns in
	 * place of this one
	 */
	void awaitValue(long nanos, CancellationToken token, boolean unacknowledged) throws InterruptedException;

	/**
	 * Return how many threads of this JVM are in {@link #awaitRoom}.
	 * @return the number of threads
	 */
	int waitingSenders();

	/**
	 * Return how many threads of this JVM are in {@link #awaitValue}.
	 * @return the number of threads
	 */
	int waitingReceivers();

	/**
	 * Refuse further values, from all JVMs, and wake whatever waits in any.
	 */
	void close();

	/**
	 * End this JVM's part: refuse its values and give it none, wake its waiting threads,
	 * and release what the buffer holds here. What is buffered stays there for others.
	 */
	void detach();

	/**
	 * Return whether this JVM can send no more: closed by whichever JVM, as far as is
	 * known here, or detached. From then on an offer answers {@code CLOSED}, and once
	 * detached a receive finds nothing, even if the buffer cannot be reached.
	 * @return whether it is closed
	 */
	boolean isClosed();

	/**
	 * Return whether this JVM will get no more values.
	 * @param unacknowledged whether those that were taken and not yet acknowledged, and
	 * so may come back, are still to be waited for
	 * @return whether it is closed and empty, or detached
	 */
	boolean isDrained(boolean unacknowledged);

	/**
	 * Run an action once when the buffer is closed, by whichever JVM, or detached; at
	 * once if it is.
	 * @param action what to run
	 */
	void onClose(Runnable action);

	/**
	 * Return why the buffer does not serve this JVM, although it can be reached. Makes no
	 * call, and never fails.
	 * @return the reason that it gave for refusing a step when that was last tried;
	 * {@code null} if it refused none, or does not keep that
	 */
	default @Nullable String refusal() {
		return null;
	}

	/**
	 * Return the counts of all JVMs together.
	 * @return a snapshot of one moment
	 */
	SharedChannel.Totals totals();

	/**
	 * Makes the buffer of a channel.
	 *
	 * @param <T> the type of the values
	 */
	@FunctionalInterface
	interface Factory<T> {

		/**
		 * Make a buffer, which will have one user in this JVM.
		 * @param name the name of the channel, the same in all JVMs
		 * @param capacity how many values it holds
		 * @param strategy what a send does when it is full
		 * @return the buffer
		 */
		SharedBuffer<T> create(String name, int capacity, BackpressureStrategy strategy);

	}

	/**
	 * Implemented by an exception that says that the buffer was not reached: nothing has
	 * happened to it, and the call may be repeated.
	 */
	interface NotReached {

	}

}
