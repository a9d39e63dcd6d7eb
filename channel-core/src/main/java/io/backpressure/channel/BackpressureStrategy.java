package io.backpressure.channel;

/**
 * Strategy of a send when the buffer is full.
 *
 * @since 0.1.0
 */
public enum BackpressureStrategy {

	/**
	 * The sender waits for room. A timeout, a cancellation, an interrupt or a close ends
	 * the wait. No value is lost. {@code trySend} returns {@link SendResult#FULL}.
	 */
	BLOCK,

	/**
	 * The value being sent is dropped, passed to {@code onDrop} and counted. Buffered
	 * values stay. {@code trySend} returns {@link SendResult#DROPPED}.
	 */
	DROP,

	/**
	 * The oldest buffered value is dropped to make room, passed to {@code onDrop} and
	 * counted. The value being sent is accepted. {@code trySend} returns
	 * {@link SendResult#SENT}.
	 */
	DROP_OLDEST,

	/**
	 * The send fails with {@link ChannelFullException} and the caller keeps the value.
	 * {@code trySend} returns {@link SendResult#FULL}.
	 */
	ERROR

}
