package io.backpressure.channel.spring.listener;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.SharedChannel;
import org.jspecify.annotations.Nullable;

/**
 * Access of a listener to its channel: receives values, reads them and gives them back. A
 * value leaves a channel in memory when it is received; a shared channel keeps each value
 * until the value is acknowledged. A parameter {@code Object inFlight} is the object that
 * stands for a value in flight: what the receiver returned or, after {@link #read}, its
 * replacement.
 */
interface Intake {

	/** Create the access to a channel. */
	static Intake of(BackpressureChannel<?> channel) {
		return (channel instanceof SharedChannel<?> shared) ? new SharedIntake(shared) : new MemoryIntake(channel);
	}

	/** Return the channel. */
	BackpressureChannel<?> channel();

	/** Return whether other JVMs share the channel. */
	boolean isShared();

	/** Return the receiver for one thread. */
	ChannelReceiver<?> receiver();

	/**
	 * Receive a value without waiting. Returns {@code null} if there is none, and always
	 * for a shared channel, whose poll would cost as much as a receive.
	 */
	@Nullable Object poll(ChannelReceiver<?> receiver);

	/**
	 * Read a received value.
	 * @param inFlight the values in flight, in which the value read replaces the received
	 * one
	 * @param index the position of the value
	 * @return the reason not to call the listener with the value, or {@code null}
	 */
	@Nullable Throwable read(ValuesInFlight inFlight, int index);

	/**
	 * Return the value to call the listener with, or {@code null} if the value has not
	 * been read.
	 */
	@Nullable Object value(Object inFlight);

	/** Acknowledge a value, so that a shared channel does not redeliver it. */
	void acknowledge(Object inFlight);

	/**
	 * Keep a value for the next start of the listener, or give it back to a shared
	 * channel.
	 */
	void giveBack(Object inFlight, ListenerCounters counters, FailureLog log);

}
