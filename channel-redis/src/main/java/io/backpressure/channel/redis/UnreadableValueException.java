package io.backpressure.channel.redis;

import io.backpressure.channel.ChannelException;
import io.backpressure.channel.spring.listener.UnreadableValue;

/**
 * Exception thrown when a received value cannot be decoded as the type of the channel. A
 * receive of the channel itself has removed the value, and the next receive gets the next
 * value. A value received through {@code SharedChannel.acknowledging()} stays in Redis
 * until it is acknowledged.
 *
 * @since 0.1.0
 */
public final class UnreadableValueException extends ChannelException implements UnreadableValue {

	private static final long serialVersionUID = 1L;

	/** Content of the value, as received. */
	private final byte[] bytes;

	/**
	 * Create the exception for a value that cannot be decoded.
	 * @param channelName the name of the channel
	 * @param id the id of the entry in the stream of the channel
	 * @param bytes the bytes received
	 * @param cause the exception of the codec
	 */
	public UnreadableValueException(String channelName, String id, byte[] bytes, Throwable cause) {
		super(channelName, "Channel '" + channelName + "': value " + id + " of " + bytes.length
				+ " bytes cannot be read: " + cause.getMessage(), cause);
		this.bytes = bytes.clone();
	}

	@Override
	public byte[] bytes() {
		return this.bytes.clone();
	}

}
