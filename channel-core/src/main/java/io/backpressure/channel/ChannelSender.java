package io.backpressure.channel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
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
	 * Send a value without blocking a thread while the buffer is full. The channel's
	 * {@code sendTimeout} applies, and the future fails with the exceptions of
	 * {@link #send(Object)}.
	 * <p>
	 * If the call need not wait, the returned future is complete, and callbacks have run
	 * on this thread. Otherwise the call joins the queue of the waiting senders, in which
	 * threads and asynchronous calls are served in order; {@code onBlock} runs on this
	 * thread before that. The channel's {@linkplain ChannelBuilder#executor executor}
	 * later completes the future, after {@code onError} if the call has failed. The
	 * completion also runs the stages that already depend on the future. Values that one
	 * thread sends asynchronously keep their order, even if it does not wait for the
	 * futures. On a {@link SharedChannel} every attempt to send is a call to a buffer
	 * outside the JVM, which may block, so all attempts and callbacks run on the
	 * executor.
	 * <p>
	 * A future that was completed by anyone but the channel, for example by
	 * {@code cancel} or {@code orTimeout}, has not sent its value. This holds for the
	 * returned future, not for its dependent stages. A call such as {@code cancel} blocks
	 * while an attempt to send is under way, and has no effect if that attempt decides
	 * the result. On a {@code SharedChannel} an attempt takes longer.
	 * <p>
	 * A waiting call and its value stay in the channel's queue until the call ends, even
	 * if nothing else refers to its future. So bound the wait by a {@code sendTimeout}, a
	 * token or {@code orTimeout}.
	 * @param value the value to send
	 * @return a future of {@code SENT} or {@code DROPPED}
	 */
	CompletableFuture<SendResult> sendAsync(T value);

	/**
	 * Send a value as {@link #sendAsync(Object)} does, but give up when the token is
	 * cancelled or its deadline passes. If the token is already cancelled,
	 * {@code onError} runs on this thread and the returned future has failed, even if the
	 * channel is a {@link SharedChannel}. A later cancellation completes the future on
	 * the channel's executor.
	 * @param value the value to send
	 * @param token the token that can cancel the send, as in
	 * {@link #send(Object, CancellationToken)}
	 * @return a future of {@code SENT} or {@code DROPPED}
	 */
	CompletableFuture<SendResult> sendAsync(T value, CancellationToken token);

	/**
	 * Return a subscriber that sends each value it gets, as {@link #sendAsync(Object)}
	 * does. It requests the next value once the channel has accepted or dropped the one
	 * before, so a full channel slows the publisher down. It cancels its subscription
	 * when the channel is closed or a send fails; {@code onError} of the channel reports
	 * the failure. The end of the publisher does not close the channel. A failure of the
	 * publisher is logged.
	 * @return a new subscriber, for one publisher
	 */
	Flow.Subscriber<T> subscriber();

	/**
	 * Send a value without waiting. Does not check the interrupt status. A channel in
	 * memory never throws a {@link ChannelException}. Normally the call allocates
	 * nothing; it may allocate in order to report an error to {@code onError} or to wake
	 * up an asynchronous call.
	 * @param value the value to send
	 * @return the outcome
	 */
	@CheckReturnValue
	SendResult trySend(T value);

	/**
	 * Send a value, waiting for room no longer than the timeout or the channel's
	 * {@code sendTimeout}, whichever is shorter. Unlike {@code send}, returns
	 * {@link SendResult#FULL} when the time runs out, and throws no
	 * {@link ChannelException} if the channel is in memory. Waits only under
	 * {@link BackpressureStrategy#BLOCK}.
	 * @param value the value to send
	 * @param timeout the longest time to wait; if zero, the call tries once without
	 * waiting
	 * @return the outcome that {@link #trySend(Object)} would have at the end of the wait
	 * @throws InterruptedException if the thread was interrupted before the call or while
	 * it waited; its interrupt status is cleared and the value was not sent
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	@CheckReturnValue
	SendResult trySend(T value, Duration timeout) throws InterruptedException;

	/**
	 * Send a value as {@link #trySend(Object)} does, and pass each value that
	 * {@link BackpressureStrategy#DROP_OLDEST} evicts to an action of the caller, after
	 * {@code onDrop}.
	 * @param value the value to send
	 * @param evicted the action for each evicted value, which is called on this thread
	 * before the call returns; an exception that it throws is treated as one of
	 * {@code onDrop}
	 * @return the outcome
	 */
	@CheckReturnValue
	SendResult trySend(T value, Consumer<? super T> evicted);

	/**
	 * Send several values without waiting. Under {@link BackpressureStrategy#BLOCK} and
	 * {@link BackpressureStrategy#ERROR}, sends as many from the front of the list as
	 * there is room for, and leaves the rest to the caller. A channel in memory adds
	 * several values in one step, at much less cost than one by one. If values are left,
	 * the call is counted and reported like one {@link #trySend(Object)} that returns
	 * {@code FULL} or {@code CLOSED}. Under the other strategies the call is a loop of
	 * {@code trySend} over the list.
	 * <p>
	 * If a {@link SharedChannel} cannot be reached, the call returns the number of values
	 * already sent, or throws a {@link ChannelUnavailableException} if there are none. If
	 * the outcome for a value is unknown, it always throws the
	 * {@link UnknownOutcomeException} of that value.
	 * @param values the values to send
	 * @return the number of values accepted into the buffer
	 */
	@CheckReturnValue
	int trySendAll(List<? extends T> values);

}
