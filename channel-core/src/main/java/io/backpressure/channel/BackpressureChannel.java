package io.backpressure.channel;

import java.time.Duration;

/**
 * A bounded channel between threads, whose {@link BackpressureStrategy} says what a send
 * does when the buffer is full and whose {@link #stats() statistics} say what happened.
 * <p>
 * Every value sent is exactly one of: received once, dropped once and passed to
 * {@code onDrop}, still buffered, or rejected with an error to its sender; whatever
 * timeout, interrupt, cancellation, close or throwing callback races with the call. The
 * order is first in, first out, and {@link #size()} never exceeds {@link #capacity()}.
 *
 * <pre class="code">
 * BackpressureChannel&lt;Order&gt; orders = BackpressureChannel.create(100);
 * orders.send(order);            // one thread: waits while 100 are buffered
 * orders.forEach(this::process); // another: until the channel is closed and drained
 * </pre>
 *
 * @param <T> the type of the values
 */
public interface BackpressureChannel<T> extends ChannelSender<T>, ChannelReceiver<T>, AutoCloseable {

	/**
	 * Create a channel that makes its senders wait while it is full, without timeouts.
	 * @param <T> the type of the values
	 * @param bufferSize how many values it holds, 1 or more
	 * @return the channel
	 * @throws IllegalArgumentException if the buffer size is out of range
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
	 * Stop sends. Senders that wait get {@link ChannelClosedException}; receivers drain
	 * what is buffered and get it then. Idempotent; does not wait for the draining.
	 */
	@Override
	void close();

	/**
	 * Return whether the channel is closed; values may still be buffered.
	 * @return {@code true} from the first {@link #close()} on
	 */
	boolean isClosed();

	/**
	 * Return how many values are buffered at this moment. Never waits.
	 * @return the number of values, between 0 and {@link #capacity()}
	 */
	int size();

	/**
	 * Return how many values the buffer holds when it is full.
	 * @return the capacity
	 */
	int capacity();

	/**
	 * Return the name of the channel, which its exceptions, log messages and meters
	 * carry.
	 * @return the name
	 */
	String name();

	/**
	 * Names a channel that was built without a name. A container that holds channels
	 * under names of its own calls this before the channel is used, so that exceptions,
	 * log messages and meters carry the name that the container knows. A name given to
	 * {@link ChannelBuilder#name(String)}, or assigned before, stays.
	 * @param name the name, not blank
	 * @return whether the channel took the name; always {@code false} for a channel with
	 * a shared buffer, whose name identifies the buffer
	 * @throws IllegalArgumentException if the name is blank
	 */
	boolean assignName(String name);

	/**
	 * Return what a send does when the buffer is full.
	 * @return the strategy
	 */
	BackpressureStrategy strategy();

	/**
	 * Return a snapshot of the statistics. Takes no lock that a send or receive waits
	 * for; may be called from anywhere, callbacks included.
	 * @return the statistics of this moment
	 */
	ChannelStats stats();

	/**
	 * Return how long a send may wait for room, whatever the call says.
	 * @return the timeout, zero if there is no limit
	 */
	Duration sendTimeout();

	/**
	 * Return how long a receive may wait for a value, whatever the call says.
	 * @return the timeout, zero if there is no limit
	 */
	Duration receiveTimeout();

	/**
	 * Return how many threads wait for room at this moment. Never waits. Those that are
	 * about to proceed are not among them, nor those that have waited for some
	 * microseconds and not yet parked.
	 * @return the number of threads
	 */
	int waitingSenders();

	/**
	 * Return how many threads wait for a value at this moment, as
	 * {@link #waitingSenders()} does for room.
	 * @return the number of threads
	 */
	int waitingReceivers();

	/**
	 * Return whether the channel notes when each value is accepted.
	 * @return whether it was built with {@link ChannelBuilder#measureBufferWait(boolean)}
	 */
	boolean measuresBufferWait();

	/**
	 * Return for how long the oldest value has been buffered. Never waits.
	 * @return the age of the head of the buffer; zero if there is none, and if the
	 * channel was not built with {@link ChannelBuilder#measureBufferWait(boolean)}
	 */
	Duration oldestAge();

	/**
	 * Discard what was accepted before this call and is still buffered. Each value counts
	 * in {@link ChannelStats#purgedCount()} and is passed to {@code onDrop}, on this
	 * thread; senders that wait get the room. Receivers may take some of the values
	 * meanwhile. The channel stays as open or closed as it is.
	 * @return how many values were discarded
	 */
	int purge();

	/**
	 * Run an action once when this channel is closed, on the thread that closes it and
	 * outside every lock, or now and on this thread if it already is closed. Values may
	 * still be buffered then. What the action throws is logged.
	 * <p>
	 * This is how a framework follows a channel that it has not built.
	 * @param action what to run
	 * @return what takes the action back when closed
	 */
	Registration onClose(Runnable action);

	/**
	 * Pass what happens to the sends of this channel from now on to an observer, after
	 * the callbacks of its builder.
	 * <p>
	 * This is how a framework follows a channel that it has not built.
	 * @param observer the observer
	 * @return what ends the observation when closed
	 */
	Registration observe(Observer<? super T> observer);

	/**
	 * Observer of the sends of a channel: the callbacks of {@link ChannelBuilder} as one
	 * type. Each method is called on the thread of the call that it concerns, before that
	 * returns and outside every lock: calls may be concurrent, and may call the channel.
	 * What a method throws is logged, is passed to {@code onError} unless it came from
	 * there, and changes nothing for the caller. By default each does nothing.
	 *
	 * @param <T> the type of the values
	 */
	interface Observer<T> {

		/**
		 * A value was dropped by {@link BackpressureStrategy#DROP} or
		 * {@link BackpressureStrategy#DROP_OLDEST}, or {@linkplain #purge() purged}.
		 * @param value the value that was dropped
		 */
		default void onDrop(T value) {
		}

		/**
		 * A send has to wait for room, and is about to.
		 */
		default void onBlock() {
		}

		/**
		 * A send failed, or a callback threw.
		 * @param error why
		 */
		default void onError(Throwable error) {
		}

		/**
		 * Return whether {@link #onError} does anything at present. If no observer
		 * returns {@code true}, a {@code trySend} that fails does not create the
		 * exception. Called for each such send: answer fast, and do not throw.
		 * @return {@code true} by default
		 */
		default boolean observesErrors() {
			return true;
		}

		/**
		 * A value was received, from a channel that was built with
		 * {@link ChannelBuilder#measureBufferWait(boolean)}.
		 * @param bufferedNanos for how long it was buffered, in nanoseconds
		 */
		default void onReceive(long bufferedNanos) {
		}

	}

}
