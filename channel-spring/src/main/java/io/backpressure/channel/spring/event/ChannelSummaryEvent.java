package io.backpressure.channel.spring.event;

import io.backpressure.channel.BackpressureChannel;

/**
 * Event with the numbers of drops, blocked sends and errors of a channel since the last
 * event of this type for the channel. Published if {@code backpressure.events.mode} is
 * {@code summary} and at least one of the numbers is not zero. A background thread
 * publishes the event once per interval. The thread that closes the channel or stops the
 * context publishes the remaining numbers.
 *
 * @since 0.1.0
 */
public final class ChannelSummaryEvent extends ChannelEvent {

	private static final long serialVersionUID = 1L;

	/** Number of values dropped or purged in the interval. */
	private final long dropCount;

	/** Number of sends that waited in the interval. */
	private final long blockCount;

	/** Number of failed sends and failed callbacks in the interval. */
	private final long errorCount;

	/**
	 * Create an event for an interval.
	 * @param channel the channel
	 * @param dropCount the number of values that were dropped or purged
	 * @param blockCount the number of sends that had to wait
	 * @param errorCount the number of sends that failed and of callbacks that threw
	 */
	public ChannelSummaryEvent(BackpressureChannel<?> channel, long dropCount, long blockCount, long errorCount) {
		super(channel);
		this.dropCount = dropCount;
		this.blockCount = blockCount;
		this.errorCount = errorCount;
	}

	/**
	 * Return the number of values that were dropped or purged.
	 * @return the number since the last event
	 */
	public long getDropCount() {
		return this.dropCount;
	}

	/**
	 * Return the number of sends that had to wait.
	 * @return the number since the last event
	 */
	public long getBlockCount() {
		return this.blockCount;
	}

	/**
	 * Return the number of sends that failed and of callbacks that threw.
	 * @return the number since the last event
	 */
	public long getErrorCount() {
		return this.errorCount;
	}

}
