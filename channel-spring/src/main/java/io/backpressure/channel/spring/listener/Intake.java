package io.backpressure.channel.spring.listener;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.SharedChannel;
import org.jspecify.annotations.Nullable;

/**
 * Access of a listener to its channel: receives values, reads them and gives them back. A
 * value leaves a channel in memory when it is received; a shared channel keeps each value
 * until it is acknowledged. A value in flight is the object that the receiver returned,
 * until {@link #read} replaces it.
 */
interface Intake {

	/** Create the access to a channel. */
	static Intake of(BackpressureChannel<?> channel) {
		return (channel instanceof SharedChannel<?> shared) ? new SharedIntake(shared) : new MemoryIntake(channel);
	}

	/** Return the channel. */
	BackpressureChannel<?> channel();

	/** Return whether values that the listener does not handle go to other JVMs. */
	boolean isShared();

	/** Create the receiver of one thread. */
	ChannelReceiver<?> receiver();

	/**
	 * Take a value without waiting. Returns {@code null} if there is none, or if this
	 * would not be cheaper than a receive with a timeout.
	 */
	@Nullable Object poll(ChannelReceiver<?> receiver);

	/**
	 * Read a received value.
	 * @param inFlight holds the received value, which is replaced by the one read
	 * @param index the position of the value
	 * @return the reason not to call the listener with the value, or {@code null}
	 */
	@Nullable Throwable read(ValuesInFlight inFlight, int index);

	/** Return the value to call the listener with, or {@code null} before it is read. */
	@Nullable Object value(Object inFlight);

	/** Acknowledge a value, so that the channel need not keep it. */
	void acknowledge(Object inFlight);

	/** Keep a value for the next start of the listener, or return it to the channel. */
	void giveBack(Object inFlight, ListenerCounters counters, FailureLog log);

}
