package io.backpressure.channel.spring.event;

import io.backpressure.channel.BackpressureChannel;

/**
 * Event published when a channel that was reported as high has been at or below its low
 * watermark for the configured hold time. Published on a background thread, once per
 * crossing.
 *
 * @since 0.1.0
 */
public final class ChannelLowWatermarkEvent extends ChannelEvent {

	private static final long serialVersionUID = 1L;

	/** Utilization when the event was created, from 0 to 1. */
	private final double utilization;

	/**
	 * Create an event for a crossing.
	 * @param channel the channel
	 * @param utilization how full the channel is
	 */
	public ChannelLowWatermarkEvent(BackpressureChannel<?> channel, double utilization) {
		super(channel);
		this.utilization = utilization;
	}

	/**
	 * Return how full the channel was when this event was created.
	 * @return the utilization, from 0 to 1
	 */
	public double getUtilization() {
		return this.utilization;
	}

}
