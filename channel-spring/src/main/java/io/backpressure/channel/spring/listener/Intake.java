package io.backpressure.channel.spring.listener;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.SharedChannel;
import org.jspecify.annotations.Nullable;

/**
 * Access of a listener to its channel: how values are received, read and given back. It
 * differs for a channel in memory, whose values are gone once they have been received,
 * and for a shared one, which keeps each value until it is acknowledged. A value in hand
 * is what the receiver returned, until {@link #read} replaces it.
 */
interface Intake {

	/** Create the access to a channel. */
	static Intake of(BackpressureChannel<?> channel) {
		return (channel instanceof SharedChannel<?> shared) ? new SharedIntake(shared) : new MemoryIntake(channel);
	}

	/** Return the channel. */
	BackpressureChannel<?> channel();

	/** Return whether the values that the listener does not handle go to other JVMs. */
	boolean isShared();

	/** Create the receiver of one thread. */
	ChannelReceiver<?> receiver();

	/** Take a value without waiting, if that is cheaper than a receive with a timeout. */
	@Nullable Object poll(ChannelReceiver<?> receiver);

	/**
	 * Read a received value.
	 * @param inHand holds the value, and then what was read
	 * @param index the position of the value
	 * @return why the listener must not be called with the value, or {@code null}
	 */
	@Nullable Throwable read(InHand inHand, int index);

	/** Return the value to call the listener with, or {@code null} before it is read. */
	@Nullable Object value(Object inHand);

	/** Let the channel forget a value. */
	void acknowledge(Object inHand);

	/** Keep a value for the next start of the listener, or return it to the channel. */
	void giveBack(Object inHand, ListenerCounters counters, FailureLog log);

}
