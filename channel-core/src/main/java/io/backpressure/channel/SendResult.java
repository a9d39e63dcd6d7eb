package io.backpressure.channel;

/**
 * Outcome of {@code trySend} and {@code sendAsync}.
 *
 * @since 0.1.0
 */
public enum SendResult {

	/**
	 * The value was accepted. Under {@link BackpressureStrategy#DROP_OLDEST} another
	 * value may have been dropped to make room.
	 */
	SENT,

	/**
	 * The buffer was full. The value was dropped, passed to {@code onDrop} and counted.
	 * Occurs only under {@link BackpressureStrategy#DROP}.
	 */
	DROPPED,

	/**
	 * The buffer was full. The caller keeps the value. Occurs only under
	 * {@link BackpressureStrategy#BLOCK} and {@link BackpressureStrategy#ERROR}.
	 */
	FULL,

	/**
	 * The channel is closed. The caller keeps the value.
	 */
	CLOSED

}
