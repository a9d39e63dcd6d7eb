package io.backpressure.channel.spring.propagation;

import io.backpressure.channel.BackpressureChannel;

/**
 * Value that is carried through a channel together with the context of its sender.
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
public interface CarriedValue<T> {

	/**
	 * Return the value itself.
	 * @return the value
	 */
	T value();

	/**
	 * Run an action on this thread in the context of the sender of the value.
	 * @param action the action
	 */
	void run(Runnable action);

	/**
	 * Return the value of an object that may be carried.
	 * @param received an object received from the source of a channel
	 * @return the value
	 */
	static Object unwrap(Object received) {
		return (received instanceof CarriedValue<?> carried) ? carried.value() : received;
	}

	/**
	 * Return the channel from which values are received with their context.
	 * @param channel any channel
	 * @return a channel of {@code CarriedValue}, or the same one if it carries none
	 */
	static BackpressureChannel<?> source(BackpressureChannel<?> channel) {
		return (channel instanceof Carrier carrier) ? carrier.source() : channel;
	}

	/**
	 * Channel whose values are carried.
	 */
	interface Carrier {

		/**
		 * Return the channel of the carried values.
		 * @return the channel
		 */
		BackpressureChannel<? extends CarriedValue<?>> source();

	}

}
