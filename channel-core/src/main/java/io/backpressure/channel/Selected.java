package io.backpressure.channel;

import java.util.Objects;

/**
 * Value that a {@link ChannelSelect} has received.
 *
 * @param <T> the type of the values of all receivers
 * @param receiver the receiver that the value came from, as it was given to the select
 * @param value the value
 * @since 0.1.0
 */
public record Selected<T>(ChannelReceiver<? extends T> receiver, T value) {

	/**
	 * Create a result.
	 * @param receiver the receiver that the value came from
	 * @param value the value
	 */
	public Selected {
		Objects.requireNonNull(receiver, "receiver must not be null");
		Objects.requireNonNull(value, "value must not be null");
	}

}
