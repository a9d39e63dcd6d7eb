package io.backpressure.channel;

/**
 * What a send does when the buffer is full, and so who loses.
 */
public enum BackpressureStrategy {

	/**
	 * The sender waits for room; a timeout, a cancellation, an interrupt or a close ends
	 * the wait. Nobody loses. {@code trySend} answers {@link SendResult#FULL}.
	 */
	BLOCK,

	/**
	 * The value being sent is dropped: told to {@code onDrop} and counted. What is
	 * buffered stays. {@code trySend} answers {@link SendResult#DROPPED}.
	 */
	DROP,

	/**
	 * The oldest buffered value is dropped to make room: told to {@code onDrop} and
	 * counted. The value being sent is accepted, and {@code trySend} answers
	 * {@link SendResult#SENT}.
	 */
	DROP_OLDEST,

	/**
	 * The send fails with {@link ChannelFullException} and the caller keeps the value.
	 * {@code trySend} answers {@link SendResult#FULL}.
	 */
	ERROR

}
