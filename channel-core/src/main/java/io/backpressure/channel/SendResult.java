package io.backpressure.channel;

/**
 * What became of the value given to {@link ChannelSender#trySend(Object)}.
 */
public enum SendResult {

	/**
	 * The value is in the buffer. Under {@link BackpressureStrategy#DROP_OLDEST} another
	 * one may have been dropped for it.
	 */
	SENT,

	/**
	 * The buffer was full and the value was dropped, told to {@code onDrop} and counted:
	 * only under {@link BackpressureStrategy#DROP}.
	 */
	DROPPED,

	/**
	 * The buffer was full and the caller keeps the value: only under
	 * {@link BackpressureStrategy#BLOCK} and {@link BackpressureStrategy#ERROR}.
	 */
	FULL,

	/**
	 * The channel is closed and the caller keeps the value.
	 */
	CLOSED

}
