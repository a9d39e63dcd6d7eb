package io.backpressure.channel;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The receiving view of a channel. Values come out in the order in which they went in,
 * each to one receiver. A closed channel hands out what it still holds before it throws
 * {@link ChannelClosedException}; a value that is there also wins over a timeout or a
 * cancellation that comes during the wait. All methods may be called from any number of
 * platform and virtual threads at once.
 *
 * @param <T> the type of the values
 */
public interface ChannelReceiver<T> {

	/**
	 * Receive a value, waiting while there is none, no longer than the channel's
	 * {@code receiveTimeout}.
	 * @return the oldest value
	 * @throws InterruptedException if the thread is interrupted when it calls or while it
	 * waits; its interrupt status is cleared and no value was taken
	 * @throws ChannelClosedException if the channel is closed and drained
	 * @throws ChannelTimeoutException if the {@code receiveTimeout} ran out
	 */
	T receive() throws InterruptedException;

	/**
	 * Receive a value and wait no longer than the timeout or the channel's
	 * {@code receiveTimeout}, whichever is earlier.
	 * @param timeout how long to wait; zero: try once without waiting
	 * @return the oldest value
	 * @throws InterruptedException as in {@link #receive()}
	 * @throws ChannelClosedException as in {@link #receive()}
	 * @throws ChannelTimeoutException if the time ran out
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	T receive(Duration timeout) throws InterruptedException;

	/**
	 * Receive a value and wait no longer than until the token is cancelled, its deadline
	 * or the channel's {@code receiveTimeout}, whichever is earliest.
	 * @param token what can call the receive off; a token that is already cancelled fails
	 * the call whether there is a value or not, a deadline already past tries once
	 * without waiting
	 * @return the oldest value
	 * @throws InterruptedException as in {@link #receive()}
	 * @throws ChannelClosedException as in {@link #receive()}
	 * @throws ChannelTimeoutException if the time ran out
	 * @throws ChannelCancelledException if the token was cancelled
	 */
	T receive(CancellationToken token) throws InterruptedException;

	/**
	 * Receive a value if there is one now. This neither waits nor looks at the interrupt
	 * status.
	 * @return the oldest value, or {@code null} if the buffer is empty
	 * @throws ChannelClosedException if the channel is closed and drained
	 */
	@Nullable T tryReceive();

	/**
	 * Receive up to {@code maxSize} values. This returns as soon as it has that many, or
	 * when {@code maxWait} or the channel's {@code receiveTimeout} has passed since the
	 * call, with what there is by then: possibly nothing. Values are taken as they
	 * arrive, so that senders find room meanwhile.
	 * <p>
	 * A batch that has already taken values is never lost: a close, or an interrupt,
	 * whose status is then kept, ends the wait and returns them.
	 * @param maxSize how many values to receive at the most, 1 or more
	 * @param maxWait how long to wait for them; zero: take what is there now
	 * @return the values in their order, in a list of the caller's own
	 * @throws InterruptedException if the thread is interrupted when it calls, or while
	 * it waits for the first value
	 * @throws ChannelClosedException if the channel is closed and drained and the batch
	 * is empty
	 * @throws IllegalArgumentException if {@code maxSize} is below 1 or {@code maxWait}
	 * is negative
	 */
	List<T> receiveBatch(int maxSize, Duration maxWait) throws InterruptedException;

	/**
	 * Receive values until the channel is closed and drained, and hand each to the action
	 * on this thread. Returning is the only normal end: the channel's
	 * {@code receiveTimeout} does not apply, as being idle is no failure of a loop.
	 * @param action what to do with each value; what it throws ends the loop and is
	 * thrown on, the value that it was given counts as received
	 * @throws InterruptedException if the thread is interrupted when it calls or while it
	 * waits; no value was taken then
	 */
	void forEach(Consumer<? super T> action) throws InterruptedException;

}
