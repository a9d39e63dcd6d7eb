package io.backpressure.channel;

import org.jspecify.annotations.Nullable;

/**
 * A channel that several JVMs share: its values are in a buffer outside of them. The
 * contract of {@link BackpressureChannel} applies, with these differences:
 * <ul>
 * <li>The capacity bounds the number of values that all JVMs together have buffered,
 * which {@link #size()} and {@link ChannelStats#bufferUtilization()} report. The counts
 * and times of {@link #stats()} are those of this JVM; each is exact, but they are not
 * all taken at one moment.
 * <li>Calls to the buffer, including {@code trySend}, {@code tryReceive} and
 * {@code size}, take the time of the transport, and may throw a
 * {@link ChannelUnavailableException} when the buffer cannot be reached. A call that
 * changes the buffer may throw an {@link UnknownOutcomeException}.
 * <li>{@link #close()} closes the channel for all JVMs, and each of them runs its
 * {@linkplain #onClose(Runnable) actions}, on a thread of the transport if another JVM
 * has closed the channel. The cause of a {@linkplain #close(Throwable) close} is known
 * only to the JVM that closes the channel. The channel does not count as drained while
 * the buffer cannot be reached.
 * </ul>
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
public interface SharedChannel<T> extends BackpressureChannel<T> {

	/**
	 * Return a view that receives values without acknowledging them. The methods of the
	 * channel itself acknowledge a value in the step that hands it out, so the value is
	 * not redelivered if this JVM ends before the value is processed.
	 * @return the view, which is drained once the channel is closed and no value is
	 * buffered or unacknowledged
	 */
	ChannelReceiver<Received<T>> acknowledging();

	/**
	 * Return the counts of all JVMs together.
	 * @return a consistent snapshot
	 */
	Totals totals();

	/**
	 * Return the reason why the transport rejects operations of this JVM although it can
	 * be reached: for example, it is a replica, is out of memory, or denies permission.
	 * Does not call the transport, and never fails.
	 * @return the reason why an operation was rejected when it was last tried, or
	 * {@code null} if no operation is known to be rejected
	 */
	@Nullable String refusal();

	/**
	 * Detach this JVM from the channel. From now on the channel is closed and drained
	 * here; other JVMs keep using it. Idempotent.
	 */
	void detach();

	/**
	 * Counts of a shared channel in all JVMs together.
	 *
	 * @param sent values added
	 * @param received values handed to a receiver, each counted once, even if redelivered
	 * @param dropped values dropped because the buffer was full, and values purged
	 * @param size values buffered
	 * @param unacknowledged values handed to a receiver and not yet acknowledged
	 */
	record Totals(long sent, long received, long dropped, int size, int unacknowledged) {

	}

}
