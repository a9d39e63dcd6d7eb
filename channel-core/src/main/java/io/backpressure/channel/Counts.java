package io.backpressure.channel;

/**
 * Counts of the values that passed through the buffer of a channel.
 *
 * @param sent values added
 * @param received values handed to a receiver
 * @param evicted values removed to make room, or because they were too old
 * @param purged values discarded by a purge
 * @param size values buffered, or {@link #UNKNOWN}
 */
record Counts(long sent, long received, long evicted, long purged, int size) {

	/** The size of a buffer that cannot be reached. */
	static final int UNKNOWN = -1;

	/** Create the counts of a buffer whose size follows from them. */
	Counts(long sent, long received, long evicted, long purged) {
		this(sent, received, evicted, purged, (int) (sent - received - evicted - purged));
	}

}
