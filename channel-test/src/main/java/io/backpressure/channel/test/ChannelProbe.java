package io.backpressure.channel.test;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

import io.backpressure.channel.spring.NoSuchChannelException;
import io.backpressure.channel.spring.listener.FailedValue;

/**
 * Probe of the channels and listeners of the application context under test. It waits for
 * listeners, controls them, and returns the values that passed through channels since the
 * test began. Recording does not change what happens to a value.
 * <p>
 * The {@code await} methods, {@code fill} and {@code next} wait. They fail with an
 * {@link AssertionError} after ten seconds, or after the time given to
 * {@link #within(Duration)}. The error describes what each channel holds and what each
 * listener is doing. {@code sent} and {@code failed} wait for values that are still being
 * recorded, but do not fail.
 * <p>
 * All methods may be called from any thread. They throw {@link NoSuchChannelException} if
 * there is no channel of the given name, {@link IllegalStateException} if the channel is
 * replaced by a mock or another stand-in, and {@link IllegalArgumentException} if there
 * is no listener of the given id. The values of a channel that was open when the test
 * began are kept after the channel is closed.
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
	 * for which the listener failed do not count. If the channel of the listener is
	 * closed, this method fails as soon as the listener has handled all values of the
	 * channel, and these were too few.
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
	 * Return the values that a listener could not handle since the test began. A value
	 * whose repeated call succeeds does not count.
	 * @param listenerId the id of the listener
	 * @return the values with their causes, in the order in which they failed
	 */
	List<FailedValue> failed(String listenerId);

	/**
	 * Send values to a channel until it is full. Each thread of a {@linkplain #stall
	 * stalled} listener first takes one value, or one batch. A test that leaves the
	 * values of this method in the channel does not fail.
	 * @param <T> the type of the values
	 * @param channelName the name of the channel
	 * @param values creates a value from its number, which begins at zero
	 * @return the values that were sent
	 * @throws IllegalStateException if a listener receives from the channel and is
	 * neither paused nor stalled, or if the channel is closed
	 */
	<T> List<T> fill(String channelName, IntFunction<? extends T> values);

	/**
	 * Stall a listener: each call that begins from now on waits until {@link #release},
	 * or until the end of the test. A call that has already begun is not affected. Has no
	 * effect if the listener is stalled already. A test fails if a listener is still
	 * stalled at the end of the test, and no call of the listener has begun since the
	 * stall.
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
	 * Make the next call of a listener throw an exception instead of invoking the method
	 * of the listener. Invocations of this method add up: after two of them, the next two
	 * calls fail. A repetition counts as a call.
	 * @param listenerId the id of the listener
	 * @param exception the exception that the call throws
	 */
	void failNext(String listenerId, Throwable exception);

	/**
	 * Take the next value from a channel that no listener receives from, or whose
	 * listeners are paused or stopped. Waits while the channel is empty.
	 * @param channelName the name of the channel
	 * @return the oldest value
	 * @throws IllegalStateException if a listener receives from the channel
	 */
	Object next(String channelName);

	/**
	 * Take the next value from a channel, like {@link #next(String)}. If the value is of
	 * another type than the given one, it is taken nevertheless, and this method fails
	 * with an {@link AssertionError}.
	 * @param <T> the type of the value
	 * @param channelName the name of the channel
	 * @param type the type of the value
	 * @return the oldest value
	 * @throws IllegalStateException if a listener receives from the channel
	 */
	<T> T next(String channelName, Class<T> type);

}
