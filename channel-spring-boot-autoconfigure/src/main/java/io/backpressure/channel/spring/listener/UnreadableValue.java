package io.backpressure.channel.spring.listener;

/**
 * Implemented by the exception of a value that was received but cannot be read.
 */
public interface UnreadableValue {

	/**
	 * Return what was received.
	 * @return its bytes
	 */
	byte[] bytes();

}
