package io.backpressure.channel.test;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

import io.backpressure.channel.spring.NoSuchChannelException;
import io.backpressure.channel.spring.listener.FailedValue;

/**
 * Probe of the channels and listeners of the application context under test. Waits for
 * listeners, controls them, and returns the values that passed through channels since the
 * test began. Recording a value does not change what happens to it.
 * <p>
 * The {@code await} methods, {@code fill} and {@code next} wait. They fail with an
 * {@link AssertionError} after ten seconds, or after the time given to
 * {@link #within(Duration)}. The error describes what each channel holds and what each
 * listener is doing. Methods may be called from any thread. They throw
 * {@link NoSuchChannelException} if there is no channel of the given name,
 * {@link IllegalStateException} if the channel is replaced by a mock or another stand-in,
 * and {@link IllegalArgumentException} if there is no listener of the given id. The
 * values of a channel that was open when the test began are kept after it is closed.
 * <p>
 * Messages of AssertJ about a list of {@link #sent}, {@link #dropped} or {@link #failed}
 * values name the channel or listener.
 *
 * @since 0.1.0
 */
public interface ChannelProbe {

	/**
	 * Return a probe of the same channels and listeners with another time limit.
	 * @param timeout the longest time that a method waits
	 * @return the probe
	 */
	ChannelProbe within(Duration timeout);

	/**
	 * Wait until every channel is empty and every listener is idle. Values in transit
	 * from one listener to the next are taken into account.
	 */
	void awaitQuiet();

	/**
	 * Wait until a listener has processed a number of values since the test began. Values
	 * for which it failed do not count. Fails at once if the channel of the listener is
	 * closed, and too few values are left.
	 * @param listenerId the id of the listener
	 * @param count the number of values
	 */
	void awaitProcessed(String listenerId, long count);

	/**
	 * Return the values that a channel has accepted since the test began.
	 * @param channelName the name of the channel
	 * @return the values in the order in which their sends returned
	 */
	List<Object> sent(String channelName);

	/**
	 * Return the values that a channel has dropped since the test began: those that it
	 * discarded or evicted while it was full, those that became too old, and those that
	 * were purged.
	 * @param channelName the name of the channel
	 * @return the values in the order in which they were dropped
	 */
	List<Object> dropped(String channelName);

	/**
	 * Return the values that a listener could not handle since the test began, after all
	 * repetitions.
	 * @param listenerId the id of the listener
	 * @return the values with their causes, in the order in which they failed
	 */
	List<FailedValue> failed(String listenerId);

	/**
	 * Send values to a channel until it is full. Threads of a listener that is
	 * {@linkplain #stall stalled} first take what they can. Values sent by this method do
	 * not count as leftovers of the test.
	 * @param <T> the type of the values
	 * @param channelName the name of the channel
	 * @param values creates a value from its number, which begins at zero
	 * @return the values that were sent
	 * @throws IllegalStateException if a listener receives from the channel and is
	 * neither paused nor stalled, or if the channel is closed
	 */
	<T> List<T> fill(String channelName, IntFunction<? extends T> values);

	/**
	 * Make the next calls of a listener wait until {@link #release}, or until the end of
	 * the test. A call that has begun is not affected. Has no effect if the listener is
	 * stalled already. A test fails if a listener that it has stalled is not called
	 * before the test ends.
	 * @param listenerId the id of the listener
	 */
	void stall(String listenerId);

	/**
	 * Let the calls of a stalled listener continue.
	 * @param listenerId the id of the listener
	 * @throws IllegalStateException if the listener is not stalled
	 */
	void release(String listenerId);

	/**
	 * Make the next call of a listener throw an exception instead of calling its method.
	 * Invocations of this method add up: after two of them, the next two calls fail. A
	 * repetition counts as a call.
	 * @param listenerId the id of the listener
	 * @param exception the exception that the call throws
	 */
	void failNext(String listenerId, Throwable exception);

	/**
	 * Take the next value from a channel that no listener receives from, or whose
	 * listeners are paused. Waits while there is none.
	 * @param channelName the name of the channel
	 * @return the oldest value
	 * @throws IllegalStateException if a listener receives from the channel
	 */
	Object next(String channelName);

	/**
	 * Take the next value from a channel, like {@link #next(String)}. Fails with an
	 * {@link AssertionError} if the value is of another type; the value is taken in that
	 * case as well.
	 * @param <T> the type of the value
	 * @param channelName the name of the channel
	 * @param type the type of the value
	 * @return the oldest value
	 * @throws IllegalStateException if a listener receives from the channel
	 */
	<T> T next(String channelName, Class<T> type);

}
