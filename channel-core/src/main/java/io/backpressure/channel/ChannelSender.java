package io.backpressure.channel;

import java.time.Duration;

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
	SendResult trySend(T value);

}
