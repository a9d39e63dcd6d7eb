package io.backpressure.channel.redis;

/**
 * Writes and reads the values of a channel, and reports what cannot be written or read.
 *
 * @param channel the name of the channel
 * @param codec the codec for its type
 * @param <T> the type of the values
 */
record Values<T>(String channel, ValueCodec<T> codec) {

	byte[] encode(T value) {
		try {
			return this.codec.encode(value);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("Channel '" + this.channel + "' cannot write a value of "
					+ value.getClass().getName() + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * Read a value.
	 * @throws UnreadableValueException whatever is thrown meanwhile: the constructor of
	 * the value is code of the application, and the bytes must not be lost
	 */
	T decode(Entry entry) {
		try {
			return this.codec.decode(entry.bytes());
		}
		catch (Throwable ex) {
			throw new UnreadableValueException(this.channel, entry.id(), entry.bytes(), ex);
		}
	}

}
