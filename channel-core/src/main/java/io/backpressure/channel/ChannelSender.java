package io.backpressure.channel;

import java.time.Duration;

/**
 * The sending view of a channel. What happens on a full buffer is the channel's
 * {@link BackpressureStrategy}. All methods may be called from any number of platform and
 * virtual threads at once.
 * <p>
 * What a thread did before it sent a value <em>happens-before</em> what another does
 * after it received that value.
 *
 * @param <T> the type of the values
 */
public interface ChannelSender<T> {

	/**
	 * Send a value. Under {@link BackpressureStrategy#BLOCK} this waits while the buffer
	 * is full, no longer than the channel's {@code sendTimeout}; under the other
	 * strategies it never waits.
	 * @param value the value to send
	 * @throws InterruptedException if the thread is interrupted when it calls or while it
	 * waits; its interrupt status is cleared and the value was not sent
	 * @throws ChannelClosedException if the channel is closed, or is closed during the
	 * wait; the value was not sent
	 * @throws ChannelFullException if the buffer is full under
	 * {@link BackpressureStrategy#ERROR}
	 * @throws ChannelTimeoutException if the {@code sendTimeout} ran out; the value was
	 * not sent
	 */
	void send(T value) throws InterruptedException;

	/**
	 * Send a value and wait no longer than the timeout or the channel's
	 * {@code sendTimeout}, whichever is earlier.
	 * @param value the value to send
	 * @param timeout how long to wait; zero: try once without waiting
	 * @throws InterruptedException as in {@link #send(Object)}
	 * @throws ChannelClosedException as in {@link #send(Object)}
	 * @throws ChannelFullException as in {@link #send(Object)}
	 * @throws ChannelTimeoutException if the time ran out; the value was not sent
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	void send(T value, Duration timeout) throws InterruptedException;

	/**
	 * Send a value and wait no longer than until the token is cancelled, its deadline or
	 * the channel's {@code sendTimeout}, whichever is earliest.
	 * @param value the value to send
	 * @param token what can call the send off; a token that is already cancelled fails
	 * the call whether there is room or not, a deadline already past tries once without
	 * waiting
	 * @throws InterruptedException as in {@link #send(Object)}
	 * @throws ChannelClosedException as in {@link #send(Object)}
	 * @throws ChannelFullException as in {@link #send(Object)}
	 * @throws ChannelTimeoutException if the time ran out; the value was not sent
	 * @throws ChannelCancelledException if the token was cancelled; the value was not
	 * sent
	 */
	void send(T value, CancellationToken token) throws InterruptedException;

	/**
	 * Send a value without waiting. This neither throws a {@link ChannelException} nor
	 * looks at the interrupt status, and allocates nothing.
	 * @param value the value to send
	 * @return what became of the value
	 */
	SendResult trySend(T value);

}
