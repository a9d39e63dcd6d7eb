package io.backpressure.channel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The receiving view of a channel. Values are received in the order in which they were
 * sent, each by one receiver. A closed channel hands out the values that it still holds
 * before its receives throw {@link ChannelClosedException}. A value that exceeds the
 * {@linkplain ChannelBuilder#maxAge maximum age} when it would be received is dropped,
 * and the next one is received. When a wait times out or is cancelled, the call still
 * receives a value that is available by then. All methods may be called concurrently by
 * platform and virtual threads.
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
public interface ChannelReceiver<T> {

	/**
	 * Receive a value. Waits while there is none, but no longer than the channel's
	 * {@code receiveTimeout}.
	 * @return the oldest value
	 * @throws InterruptedException if the thread was interrupted before the call or while
	 * it waited; its interrupt status is cleared and no value was taken
	 * @throws ChannelClosedException if the channel is closed and drained
	 * @throws ChannelTimeoutException if the {@code receiveTimeout} ran out
	 */
	T receive() throws InterruptedException;

	/**
	 * Receive a value, waiting no longer than the timeout or the channel's
	 * {@code receiveTimeout}, whichever is shorter.
	 * @param timeout the longest time to wait; if zero, the call tries once without
	 * waiting
	 * @return the oldest value
	 * @throws InterruptedException as in {@link #receive()}
	 * @throws ChannelClosedException as in {@link #receive()}
	 * @throws ChannelTimeoutException if the time ran out
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	T receive(Duration timeout) throws InterruptedException;

	/**
	 * Receive a value, waiting no longer than until the token is cancelled, its deadline
	 * passes or the channel's {@code receiveTimeout} runs out, whichever comes first.
	 * @param token the token that can cancel the receive; if it is already cancelled, the
	 * call fails even if there is a value; if its deadline has passed, the call tries
	 * once without waiting
	 * @return the oldest value
	 * @throws InterruptedException as in {@link #receive()}
	 * @throws ChannelClosedException as in {@link #receive()}
	 * @throws ChannelTimeoutException if the time ran out
	 * @throws ChannelCancelledException if the token was cancelled
	 */
	T receive(CancellationToken token) throws InterruptedException;

	/**
	 * Receive a value without blocking a thread while there is none. The channel's
	 * {@code receiveTimeout} applies, and the future fails with the exceptions of
	 * {@link #receive()}.
	 * <p>
	 * If the call need not wait, the returned future is complete. Otherwise the call
	 * joins the queue of the waiting receivers, in which threads and asynchronous calls
	 * are served in order. The channel's {@linkplain ChannelBuilder#executor executor}
	 * later completes the future. The completion also runs the stages that already depend
	 * on the future. On a {@link SharedChannel} every attempt to receive is a call to a
	 * buffer outside the JVM, which may block, so all attempts run on the executor.
	 * <p>
	 * A future that was completed by anyone but the channel, for example by
	 * {@code cancel} or {@code orTimeout}, has taken no value. This holds for the
	 * returned future, not for its dependent stages. A call such as {@code cancel} blocks
	 * while an attempt to receive is under way, and has no effect if that attempt decides
	 * the result.
	 * <p>
	 * A waiting call stays in the channel's queue until it ends, even if nothing else
	 * refers to its future. An abandoned future would therefore receive the next value.
	 * So bound the wait by a {@code receiveTimeout}, a token or {@code orTimeout}, or
	 * cancel the future.
	 * @return a future of the oldest value
	 */
	CompletableFuture<T> receiveAsync();

	/**
	 * Receive a value as {@link #receiveAsync()} does, until the token is cancelled or
	 * its deadline passes. The executor ends a call that is cancelled while it waits.
	 * @param token the token that can cancel the receive, as in
	 * {@link #receive(CancellationToken)}
	 * @return a future of the oldest value
	 */
	CompletableFuture<T> receiveAsync(CancellationToken token);

	/**
	 * Return a publisher of the values of this channel. Each of its subscribers receives
	 * as many values as it requests, in competition with all other receivers; values that
	 * nobody requests stay in the channel. So a slow subscriber fills the channel, whose
	 * strategy then applies. The channel's {@code receiveTimeout} does not apply.
	 * <p>
	 * {@code onSubscribe} runs on the subscribing thread, all other signals on the
	 * channel's {@linkplain ChannelBuilder#executor executor}. Cancelling a subscription
	 * takes no value; a value received before the cancellation is still published. Once
	 * the channel is closed and drained, a subscriber gets {@code onComplete}, or
	 * {@code onError} with the {@link ChannelClosedException} if the channel was closed
	 * with a cause. A subscriber that throws an exception is cancelled, and the exception
	 * is logged; the value passed to it counts as received.
	 * @return a publisher, which can be subscribed to any number of times
	 */
	Flow.Publisher<T> publisher();

	/**
	 * Receive a value if one is available. Neither waits nor checks the interrupt status.
	 * @return the oldest value, or {@code null} if the buffer is empty
	 * @throws ChannelClosedException if the channel is closed and drained
	 */
	@Nullable T tryReceive();

	/**
	 * Receive a value as {@link #receive(Duration)} does, but return {@code null} when
	 * the time runs out.
	 * @param timeout the longest time to wait; if zero, the call tries once without
	 * waiting
	 * @return the oldest value, or {@code null} if none arrived in time
	 * @throws InterruptedException as in {@link #receive()}
	 * @throws ChannelClosedException as in {@link #receive()}
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	@Nullable T tryReceive(Duration timeout) throws InterruptedException;

	/**
	 * Receive up to {@code maxSize} values. Returns as soon as it has {@code maxSize}
	 * values, or once {@code maxWait} or the channel's {@code receiveTimeout} has elapsed
	 * since the call, with the values received by then, possibly none. Values are taken
	 * as they arrive, so that senders find room meanwhile.
	 * <p>
	 * Values that a batch has already taken are never lost: a close or an interrupt ends
	 * the wait, and the call returns them. After such an interrupt the interrupt status
	 * of the thread is set.
	 * @param maxSize the largest number of values to receive, at least 1
	 * @param maxWait the longest time to wait for them; if zero, the call takes only what
	 * is buffered
	 * @return the values in their order, in a new list
	 * @throws InterruptedException if the thread was interrupted before the call, or
	 * while it waited for the first value
	 * @throws ChannelClosedException if the channel is closed and drained and the batch
	 * is empty
	 * @throws IllegalArgumentException if {@code maxSize} is below 1 or {@code maxWait}
	 * is negative
	 */
	List<T> receiveBatch(int maxSize, Duration maxWait) throws InterruptedException;

	/**
	 * Receive up to {@code maxSize} values, as {@link #receiveBatch(int, Duration)} does,
	 * but no longer than until the token is cancelled or its deadline passes. A
	 * cancellation ends the wait as an interrupt does: the call returns the values that
	 * it has already taken.
	 * @param maxSize the largest number of values to receive, at least 1
	 * @param maxWait the longest time to wait for them; if zero, the call takes only what
	 * is buffered
	 * @param token the token that can cancel the call; if it is already cancelled, the
	 * call fails even if there are values; its deadline limits the wait as
	 * {@code maxWait} does
	 * @return the values in their order, in a new list
	 * @throws InterruptedException as in {@link #receiveBatch(int, Duration)}
	 * @throws ChannelClosedException as in {@link #receiveBatch(int, Duration)}
	 * @throws ChannelCancelledException if the token was cancelled and the batch is empty
	 * @throws IllegalArgumentException as in {@link #receiveBatch(int, Duration)}
	 */
	List<T> receiveBatch(int maxSize, Duration maxWait, CancellationToken token) throws InterruptedException;

	/**
	 * Receive values until the channel is closed and drained, and pass each one to the
	 * action on this thread. The channel's {@code receiveTimeout} does not apply, since
	 * an idle loop has not failed.
	 * @param action the action for each value; an exception that it throws ends the loop
	 * and is propagated, and the value passed to it counts as received
	 * @throws InterruptedException if the thread was interrupted before the call, in the
	 * action or while it waited; every value taken before was passed to the action
	 */
	void forEach(Consumer<? super T> action) throws InterruptedException;

	/**
	 * Receive values as {@link #forEach(Consumer)} does, but no longer than until the
	 * token is cancelled or its deadline passes, even if values keep arriving.
	 * @param action the action for each value; an exception that it throws ends the loop
	 * and is propagated, and the value passed to it counts as received
	 * @param token the token that ends the loop; if it is already cancelled, no value is
	 * received; if its deadline has passed, at most one
	 * @throws InterruptedException as in {@link #forEach(Consumer)}
	 * @throws ChannelCancelledException if the token was cancelled before the channel was
	 * closed and drained
	 * @throws ChannelTimeoutException if the deadline of the token passed before that
	 */
	void forEach(Consumer<? super T> action, CancellationToken token) throws InterruptedException;

}
