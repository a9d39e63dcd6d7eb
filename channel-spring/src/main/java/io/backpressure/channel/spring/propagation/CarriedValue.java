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
	 * Return the value of an object that may be a {@code CarriedValue}.
	 * @param received an object received from the {@linkplain #source source} of a
	 * channel
	 * @return the value of a {@code CarriedValue}, or else the object itself
	 */
	static Object unwrap(Object received) {
		return (received instanceof CarriedValue<?> carried) ? carried.value() : received;
	}

	/**
	 * Return the channel from which values are received with their context.
	 * @param channel any channel
	 * @return the wrapped channel of a {@link Carrier}; for any other channel, the
	 * channel itself
	 */
	static BackpressureChannel<?> source(BackpressureChannel<?> channel) {
		return (channel instanceof Carrier carrier) ? carrier.source() : channel;
	}

	/**
	 * Channel that wraps another one. Listeners receive from the wrapped channel.
	 */
	interface Carrier {

		/**
		 * Return the channel that listeners receive from.
		 * @return the wrapped channel; its values are {@code CarriedValue}s if this
		 * channel {@linkplain #carriesContext() carries the context}
		 */
		BackpressureChannel<?> source();

		/**
		 * Return whether the values of the wrapped channel are {@link CarriedValue}s.
		 * @return {@code true} by default
		 */
		default boolean carriesContext() {
			return true;
		}

	}

}
