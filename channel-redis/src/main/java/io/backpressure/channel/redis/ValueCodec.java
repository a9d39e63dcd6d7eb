package io.backpressure.channel.redis;

/**
 * Turns the values of a channel into bytes and back. Called by any number of threads at
 * once, on those that send and receive.
 *
 * @param <T> the type of the values
 */
public interface ValueCodec<T> {

	/**
	 * Write a value.
	 * @param value the value
	 * @return its bytes
	 * @throws RuntimeException if it cannot be written; the send fails with an
	 * {@link IllegalArgumentException}, nothing was sent
	 */
	byte[] encode(T value);

	/**
	 * Read a value.
	 * @param bytes what {@link #encode} of this or another instance has written, perhaps
	 * of another release of the application
	 * @return the value, never {@code null}
	 * @throws RuntimeException if it cannot be read; the receive fails with an
	 * {@link UnreadableValueException}
	 */
	T decode(byte[] bytes);

}
