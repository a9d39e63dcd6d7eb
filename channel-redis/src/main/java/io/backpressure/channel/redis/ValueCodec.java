package io.backpressure.channel.redis;

/**
 * Codec between the values of a channel and bytes. Sending and receiving threads call it
 * concurrently.
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
public interface ValueCodec<T> {

	/**
	 * Encode a value.
	 * @param value the value
	 * @return its bytes
	 * @throws RuntimeException if the value cannot be encoded; the send then fails with
	 * an {@link IllegalArgumentException} and nothing is sent
	 */
	byte[] encode(T value);

	/**
	 * Decode a value.
	 * @param bytes the bytes that {@link #encode} has returned, possibly in another
	 * instance that runs another release of the application
	 * @return the value, never {@code null}
	 * @throws RuntimeException if the value cannot be decoded; the receive, or
	 * {@code Received.value()}, then fails with an {@link UnreadableValueException}
	 */
	T decode(byte[] bytes);

}
