package io.backpressure.channel;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A bounded channel between threads. Its {@link BackpressureStrategy} decides what a send
 * does when the buffer is full; its {@link #stats() statistics} count what happened.
 * <p>
 * Every value sent is in exactly one of these states: received once, dropped once and
 * passed to {@code onDrop}, purged, still buffered, or rejected and left to its sender.
 * No timeout, interrupt, cancellation, close or throwing callback that races with a call
 * changes that. The order is first in, first out. No accepted value makes the number of
 * buffered values exceed the {@link #capacity()} in force at that moment.
 *
 * <pre class="code">
 * BackpressureChannel&lt;Order&gt; orders = BackpressureChannel.create(100);
 * orders.send(order);            // one thread: waits while 100 are buffered
 * orders.forEach(this::process); // another: until the channel is closed and drained
 * </pre>
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
public interface BackpressureChannel<T> extends ChannelSender<T>, ChannelReceiver<T>, AutoCloseable {

	/**
	 * Create a channel with {@link BackpressureStrategy#BLOCK} and without timeouts: its
	 * senders wait while it is full.
	 * @param <T> the type of the values
	 * @param bufferSize the number of values that the channel holds, from 1 to 16,777,216
	 * @return the channel
	 * @throws IllegalArgumentException if the buffer size is out of that range
	 */
	static <T> BackpressureChannel<T> create(int bufferSize) {
		return BackpressureChannel.<T>builder().bufferSize(bufferSize).build();
	}

	/**
	 * Return a builder for a channel.
	 * @param <T> the type of the values
	 * @return a new builder
	 */
	static <T> ChannelBuilder<T> builder() {
		return new ChannelBuilder<>();
	}

	/**
	 * Close the channel for sends. Waiting senders get a {@link ChannelClosedException};
	 * receivers first drain the buffered values and then get one too. Idempotent. Does
	 * not wait until the channel is drained.
	 */
	@Override
	void close();

	/**
	 * Close the channel as {@link #close()} does, and record why. Every
	 * {@link ChannelClosedException} that the channel throws from now on has this cause.
	 * If the channel is already closed, nothing changes: the first close determines the
	 * cause.
	 * @param cause the reason why the channel is closed
	 */
	void close(Throwable cause);

	/**
	 * Return whether the channel is closed. Values may still be buffered.
	 * @return {@code true} from the first {@link #close()} on
	 */
	boolean isClosed();

	/**
	 * Return whether the channel is closed and all of its values have been received,
	 * dropped or discarded. Never changes back.
	 * @return {@code true} if every receive throws {@link ChannelClosedException}
	 */
	boolean isDrained();

	/**
	 * Wait until the channel is closed and drained. Does not close it.
	 * @param timeout the longest time to wait; if zero, the call does not wait
	 * @return {@code true} if the channel is drained, {@code false} if the time ran out
	 * @throws InterruptedException if the thread was interrupted before the call or while
	 * it waited
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	boolean awaitDrained(Duration timeout) throws InterruptedException;

	/**
	 * Return the number of values that are currently buffered. Never waits.
	 * @return the number of values, between 0 and {@link #capacity()}; possibly more
	 * after the capacity was reduced, until enough values have been received
	 */
	int size();

	/**
	 * Return the number of values that the buffer holds when it is full. {@link #resize}
	 * changes it.
	 * @return the capacity
	 */
	int capacity();

	/**
	 * Change the capacity, even while the channel is in use. Waiting senders get the room
	 * that a larger buffer has. A smaller buffer loses nothing: if more values are
	 * buffered than the new capacity, there is no room until enough of them have been
	 * received. Under {@link BackpressureStrategy#DROP_OLDEST}, however, the excess is
	 * evicted and passed to {@code onDrop}, on this thread or on that of a sender.
	 * @param bufferSize the new capacity, from 1 to {@link #maxBufferSize()}
	 * @throws IllegalArgumentException if the size is out of that range
	 * @throws UnsupportedOperationException if the buffer is shared with other JVMs,
	 * unless the size is its capacity
	 */
	void resize(int bufferSize);

	/**
	 * Return the largest capacity that {@link #resize} accepts.
	 * @return the size set by {@link ChannelBuilder#maxBufferSize(int)}, by default the
	 * buffer size with which the channel was built
	 */
	int maxBufferSize();

	/**
	 * Return the name of the channel, as it appears in exceptions, log messages and
	 * meters.
	 * @return the name
	 */
	String name();

	/**
	 * Assign a name to a channel that was built without one. A container that knows its
	 * channels by name calls this before the channel is used, so that exceptions, log
	 * messages and meters carry that name. A name that was given to
	 * {@link ChannelBuilder#name(String)}, or assigned before, is kept.
	 * @param name the name, not blank
	 * @return {@code true} if the name was assigned; always {@code false} for a channel
	 * with a shared buffer, whose name identifies the buffer
	 * @throws IllegalArgumentException if the name is blank
	 */
	boolean assignName(String name);

	/**
	 * Return the strategy, which decides what a send does when the buffer is full.
	 * @return the strategy
	 */
	BackpressureStrategy strategy();

	/**
	 * Return a snapshot of the statistics. Takes no lock that a send or receive could
	 * wait for, and so may be called from anywhere, including callbacks.
	 * @return the statistics at this moment
	 */
	ChannelStats stats();

	/**
	 * Return the longest time that a send may wait for room, even if the call allows
	 * more.
	 * @return the timeout, zero if there is no limit
	 */
	Duration sendTimeout();

	/**
	 * Return the longest time that a receive may wait for a value, even if the call
	 * allows more.
	 * @return the timeout, zero if there is no limit
	 */
	Duration receiveTimeout();

	/**
	 * Return the age above which a value is dropped instead of received.
	 * @return the age set by {@link ChannelBuilder#maxAge(Duration)}, zero if there is no
	 * limit
	 */
	Duration maxAge();

	/**
	 * Return the number of threads and asynchronous calls that currently wait for room.
	 * Never waits. Those that have been woken up are not counted, nor are threads that
	 * still spin for some microseconds before they park.
	 * @return the number of threads and asynchronous calls
	 */
	int waitingSenders();

	/**
	 * Return the number of threads and asynchronous calls that currently wait for a
	 * value. Counts as {@link #waitingSenders()} does.
	 * @return the number of threads and asynchronous calls
	 */
	int waitingReceivers();

	/**
	 * Return whether the channel records when each value is accepted.
	 * @return {@code true} if it was built with
	 * {@link ChannelBuilder#measureBufferWait(boolean)} or
	 * {@link ChannelBuilder#maxAge(Duration)}
	 */
	boolean measuresBufferWait();

	/**
	 * Return how long the oldest value has been buffered. Never waits.
	 * @return the age of the head of the buffer; zero if the buffer is empty or the
	 * channel does not {@linkplain #measuresBufferWait() measure} ages
	 */
	Duration oldestAge();

	/**
	 * Discard the values that were accepted before this call and are still buffered. Each
	 * of them counts in {@link ChannelStats#purgedCount()} and is passed to
	 * {@code onDrop}, on this thread. Waiting senders get the room. Concurrent receivers
	 * may take some of the values first. Values that exceed the {@link #maxAge()} count
	 * as dropped instead. Does not close the channel.
	 * @return the number of values discarded, not counting those that were too old
	 */
	int purge();

	/**
	 * Discard values as {@link #purge()} does, and pass each of them to an action, after
	 * {@code onDrop}. Values that are too old go only to {@code onDrop}.
	 * @param action the action, which is called on this thread; an exception that it
	 * throws is treated as one of {@code onDrop}
	 * @return the number of values discarded, not counting those that were too old
	 */
	int purge(Consumer<? super T> action);

	/**
	 * Run an action once when this channel is closed: on the closing thread and outside
	 * every lock, or immediately on this thread if the channel is already closed. Values
	 * may still be buffered then. An exception thrown by the action is logged.
	 * <p>
	 * Lets a framework follow a channel that it has not built.
	 * @param action the action to run
	 * @return a registration that removes the action when it is closed
	 */
	Registration onClose(Runnable action);

	/**
	 * Add an observer of this channel. The methods of the observer are called after the
	 * corresponding callbacks of the builder, if any.
	 * <p>
	 * Lets a framework follow a channel that it has not built.
	 * @param observer the observer
	 * @return a registration that removes the observer when it is closed
	 */
	Registration observe(Observer<? super T> observer);

	/**
	 * Observer of a channel: the callbacks of {@link ChannelBuilder}, and
	 * {@link #onReceive}, as one type. Each method is called by the thread whose call it
	 * reports, before that call returns and outside every lock. In an asynchronous call,
	 * and for a value that exceeds the {@linkplain ChannelBuilder#maxAge maximum age},
	 * the executor may call it instead. It may be called concurrently, and it may use the
	 * channel. An exception thrown by a method is logged and, unless {@code onError}
	 * threw it, passed to {@code onError}; the caller is not affected. The default
	 * implementations do nothing.
	 *
	 * @param <T> the type of the values
	 */
	interface Observer<T> {

		/**
		 * Called when a value was dropped by {@link BackpressureStrategy#DROP} or
		 * {@link BackpressureStrategy#DROP_OLDEST} or because of its
		 * {@linkplain #maxAge() age}, or {@linkplain #purge() purged}.
		 * @param value the value that was dropped
		 */
		default void onDrop(T value) {
		}

		/**
		 * Called by a send that is about to wait for room.
		 */
		default void onBlock() {
		}

		/**
		 * Called when a send failed or a callback threw an exception.
		 * @param error the exception
		 */
		default void onError(Throwable error) {
		}

		/**
		 * Return whether {@link #onError} currently has any effect. If no observer
		 * returns {@code true}, a {@code trySend} that fails does not create the
		 * exception. Called for each such send, so it must return quickly and not throw.
		 * @return {@code true} by default
		 */
		default boolean observesErrors() {
			return true;
		}

		/**
		 * Called when a value was received, if the channel
		 * {@linkplain #measuresBufferWait() measures} the time in the buffer.
		 * @param bufferedNanos the time for which the value was buffered, in nanoseconds
		 */
		default void onReceive(long bufferedNanos) {
		}

	}

}
