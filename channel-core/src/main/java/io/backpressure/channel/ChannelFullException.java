package io.backpressure.channel;

/**
 * Exception thrown by a send to a full channel under {@link BackpressureStrategy#ERROR}.
 * The caller keeps the value.
 *
 * @since 0.1.0
 */
public final class ChannelFullException extends ChannelException {

	private static final long serialVersionUID = 1L;

	/** Number of values that the channel holds when it is full. */
	private final int capacity;

	/**
	 * Create the exception of a full channel.
	 * @param channelName the name of the channel
	 * @param capacity the number of values that the channel holds when it is full
	 */
	public ChannelFullException(String channelName, int capacity) {
		super(channelName, "Channel '" + channelName + "' is full (capacity " + capacity + ")", null);
		this.capacity = capacity;
	}

	/**
	 * Return the number of values that the channel holds when it is full.
	 * @return the capacity
	 */
	public int capacity() {
		return this.capacity;
	}

}
