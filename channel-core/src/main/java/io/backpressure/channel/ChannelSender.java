package io.backpressure.channel;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The sending view of a channel. The channel's {@link BackpressureStrategy} decides what
 * a send does when the buffer is full. All methods may be called concurrently by platform
 * and virtual threads.
 * <p>
 * Memory consistency effects: actions in a thread before it sends a value
 * <em>happen-before</em> actions in another thread after it has received that value.
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
public interface ChannelSender<T> {

	/**
	 * Send a value. Under {@link BackpressureStrategy#BLOCK} this waits while the buffer
	 * is full, but no longer than the channel's {@code sendTimeout}. Under the other
	 * strategies it never waits.
	 * @param value the value to send
	 * @throws InterruptedException if the thread was interrupted before the call or while
	 * it waited; its interrupt status is cleared and the value was not sent
	 * @throws ChannelClosedException if the channel is closed, or is closed during the
	 * wait; the value was not sent
	 * @throws ChannelFullException if the buffer is full under
	 * {@link BackpressureStrategy#ERROR}
	 * @throws ChannelTimeoutException if the {@code sendTimeout} ran out; the value was
	 * not sent
	 */
	void send(T value) throws InterruptedException;

	/**
	 * Send a value, waiting no longer than the timeout or the channel's
	 * {@code sendTimeout}, whichever is shorter.
	 * @param value the value to send
	 * @param timeout the longest time to wait; if zero, the call tries once without
	 * waiting
	 * @throws InterruptedException as in {@link #send(Object)}
	 * @throws ChannelClosedException as in {@link #send(Object)}
	 * @throws ChannelFullException as in {@link #send(Object)}
	 * @throws ChannelTimeoutException if the time ran out; the value was not sent
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	void send(T value, Duration timeout) throws InterruptedException;

	/**
	 * Send a value, waiting no longer than until the token is cancelled, its deadline
	 * passes or the channel's {@code sendTimeout} runs out, whichever comes first.
	 * @param value the value to send
	 * @param token the token that can cancel the send; if it is already cancelled, the
	 * call fails even if there is room; if its deadline has passed, the call tries once
	 * without waiting
	 * @throws InterruptedException as in {@link #send(Object)}
	 * @throws ChannelClosedException as in {@link #send(Object)}
	 * @throws ChannelFullException as in {@link #send(Object)}
	 * @throws ChannelTimeoutException if the time ran out; the value was not sent
	 * @throws ChannelCancelledException if the token was cancelled; the value was not
	 * sent
	 */
	void send(T value, CancellationToken token) throws InterruptedException;

	/**
	 * Send a value without waiting. Never throws a {@link ChannelException}, does not
	 * check the interrupt status, and allocates nothing.
	 * @param value the value to send
	 * @return the outcome
	 */
	@CheckReturnValue
	SendResult trySend(T value);

	/**
	 * Send a value, waiting for room no longer than the timeout or the channel's
	 * {@code sendTimeout}, whichever is shorter. Unlike {@code send}, returns
	 * {@link SendResult#FULL} when the time runs out, and throws no
	 * {@link ChannelException}. Waits only under {@link BackpressureStrategy#BLOCK}.
	 * @param value the value to send
	 * @param timeout the longest time to wait; if zero, the call tries once without
	 * waiting
	 * @return the outcome, as of {@link #trySend(Object)} at the end of the wait
	 * @throws InterruptedException if the thread was interrupted before the call or while
	 * it waited; its interrupt status is cleared and the value was not sent
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	@CheckReturnValue
	SendResult trySend(T value, Duration timeout) throws InterruptedException;

	/**
	 * Send a value as {@link #trySend(Object)} does, and hand the value that
	 * {@link BackpressureStrategy#DROP_OLDEST} evicted to the caller as well. It has then
	 * been passed to {@code onDrop} too.
	 * @param value the value to send
	 * @param evicted the action for the evicted value, which is called on this thread
	 * before the call returns; an exception that it throws is treated as one of
	 * {@code onDrop}
	 * @return the outcome
	 */
	@CheckReturnValue
	SendResult trySend(T value, Consumer<? super T> evicted);

}
