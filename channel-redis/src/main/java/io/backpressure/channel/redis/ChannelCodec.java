package io.backpressure.channel.redis;

/**
 * Encoder and decoder for the values of a channel. If the codec rejects a value, the
 * exception names the channel.
 *
 * @param channel the name of the channel
 * @param codec the codec for the type of the channel
 * @param <T> the type of the values
 */
record ChannelCodec<T>(String channel, ValueCodec<T> codec) {

	byte[] encode(T value) {
		try {
			return this.codec.encode(value);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("Channel '" + this.channel + "' cannot encode a value of "
					+ value.getClass().getName() + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * Decode a value.
	 * @throws UnreadableValueException if the codec throws anything, even an
	 * {@link Error}, since the codec may call constructors of the application; the
	 * exception holds the bytes, which would otherwise be lost
	 */
	T decode(StreamEntry entry) {
		try {
			return this.codec.decode(entry.bytes());
		}
		catch (Throwable ex) {
			throw new UnreadableValueException(this.channel, entry.id(), entry.bytes(), ex);
		}
	}

}
