package io.backpressure.channel.spring.event;

import io.backpressure.channel.BackpressureChannel;

/**
 * A channel has been as empty as its low watermark, or emptier, for the hold time after
 * it was told to be high. Published on a background thread, once for each crossing.
 */
public final class ChannelLowWatermarkEvent extends ChannelEvent {

	private static final long serialVersionUID = 1L;

	/** Utilization at the crossing, from 0 to 1. */
	private final double utilization;

	/**
	 * Create the event of a crossing.
	 * @param channel the channel
	 * @param utilization how full it is
	 */
	public ChannelLowWatermarkEvent(BackpressureChannel<?> channel, double utilization) {
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
