package io.backpressure.channel.spring.propagation;

import io.backpressure.channel.BackpressureChannel;

/**
 * A value on its way through a channel that propagates context.
 *
 * @param <T> the type of the value
 */
public interface CarriedValue<T> {

	/**
	 * Return the value itself.
	 * @return the value
	 */
	T value();

	/**
	 * Run an action on this thread in the context of the value's sender.
	 * @param action the action
	 */
	void run(Runnable action);

	/**
	 * Return the value of something that may be carried.
	 * @param received what was received from the source of a channel
	 * @return the value
	 */
	static Object unwrap(Object received) {
		return (received instanceof CarriedValue<?> carried) ? carried.value() : received;
	}

	/**
	 * Return the channel to receive from in order to get values with their context.
	 * @param channel any channel
	 * @return a channel of {@code CarriedValue}, or the same one if it carries none
	 */
	static BackpressureChannel<?> source(BackpressureChannel<?> channel) {
		return (channel instanceof Carrier carrier) ? carrier.source() : channel;
	}

	/**
	 * A channel whose values are carried.
	 */
	interface Carrier {

		/**
		 * Return the channel of the values as they are carried.
		 * @return the channel
		 */
		BackpressureChannel<? extends CarriedValue<?>> source();

	}

}
