package io.backpressure.channel.spring.listener;

/**
 * Implemented by an exception of a value that was received and cannot be read: what was
 * received takes the place of the value in the {@link FailedValue}.
 */
public interface UnreadableValue {

	/**
	 * Return what was received.
	 * @return the bytes
	 */
	byte[] bytes();

}
