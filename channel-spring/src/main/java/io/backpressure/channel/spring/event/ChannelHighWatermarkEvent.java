package io.backpressure.channel.spring.event;

import io.backpressure.channel.BackpressureChannel;

/**
 * A channel has been as full as its high watermark, or fuller, for the hold time, and was
 * last told to be low, or nothing yet. Published on a background thread, once for each
 * crossing.
 */
public final class ChannelHighWatermarkEvent extends ChannelEvent {

	private static final long serialVersionUID = 1L;

	/** Utilization at the crossing, from 0 to 1. */
	private final double utilization;

	/**
	 * Create the event of a crossing.
	 * @param channel the channel
	 * @param utilization how full it is
	 */
	public ChannelHighWatermarkEvent(BackpressureChannel<?> channel, double utilization) {
		super(channel);
		this.utilization = utilization;
	}

	/**
	 * Return how full the channel was when it was looked at.
	 * @return the utilization, from 0 to 1
	 */
	public double getUtilization() {
		return this.utilization;
	}

}
