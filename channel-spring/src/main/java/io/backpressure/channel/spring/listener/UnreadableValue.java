package io.backpressure.channel.spring.listener;

/**
 * Interface of exceptions about a received value that cannot be read. The received bytes
 * replace the value in the {@link FailedValue}.
 *
 * @since 0.1.0
 */
public interface UnreadableValue {

	/**
	 * Return the bytes that were received.
	 * @return the bytes
	 */
	byte[] bytes();

}
