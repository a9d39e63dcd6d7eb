package io.backpressure.channel;

import org.jspecify.annotations.Nullable;

/**
 * A channel that several JVMs have in common: its values are in a buffer outside of them.
 * All of {@link BackpressureChannel} holds, but for this:
 * <ul>
 * <li>the capacity bounds what all JVMs have buffered together; {@link #size()} and
 * {@link ChannelStats#bufferUtilization()} tell that, the counts and times of
 * {@link #stats()} are those of this JVM, each exact, but not of one moment;
 * <li>any call may throw a {@link ChannelUnavailableException} when the buffer cannot be
 * reached, {@code trySend}, {@code tryReceive} and {@code size} included, and a send may
 * throw an {@link UnknownOutcomeException};
 * <li>{@link #close()} closes it for all JVMs.
 * </ul>
 *
 * @param <T> the type of the values
 */
public interface SharedChannel<T> extends BackpressureChannel<T> {

	/**
	 * Return a view that receives values without acknowledging them. The plain methods
	 * acknowledge a value in the step that hands it out: it is not redelivered if this
	 * JVM ends before it has dealt with it.
	 * @return the view; closed and drained for it is a channel of which nothing is
	 * unacknowledged either
	 */
	ChannelReceiver<Received<T>> acknowledging();

	/**
	 * Return the counts of all JVMs together.
	 * @return a snapshot of one moment
	 */
	Totals totals();

	/**
	 * Return why the transport does not serve this JVM, although it can be reached: it is
	 * a replica, out of memory, or denies permission, for example. Makes no call, and
	 * never fails.
	 * @return the reason that it gave for refusing a step when that was last tried;
	 * {@code null} if it refused none
	 */
	@Nullable String refusal();

	/**
	 * End this JVM's part in the channel: from now on it is closed and drained here, and
	 * goes on elsewhere. Idempotent.
	 */
	void detach();

	/**
	 * Counts of a shared channel in all JVMs together.
	 *
	 * @param sent values added
	 * @param received values handed to a receiver, each once however often it was
	 * redelivered
	 * @param dropped values refused for want of room, removed to make room, or purged
	 * @param size values buffered
	 * @param unacknowledged values handed to a receiver that has not yet acknowledged
	 * them
	 */
	record Totals(long sent, long received, long dropped, int size, int unacknowledged) {

	}

}
