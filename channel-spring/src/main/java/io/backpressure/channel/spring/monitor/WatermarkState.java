package io.backpressure.channel.spring.monitor;

/**
 * State of a channel relative to its {@link Watermark}: high or low. A low channel
 * becomes high when it has been at or above the high watermark for the hold time. A high
 * channel becomes low when it has been at or below the low watermark for the hold time.
 * Used by one thread at a time.
 */
final class WatermarkState {

	private final Watermark watermark;

	private boolean high;

	/** Time at which the channel reached the watermark of the other state. */
	private long since;

	private boolean beyond;

	WatermarkState(Watermark watermark) {
		this.watermark = watermark;
	}

	/**
	 * Sample the utilization of the channel.
	 * @return whether the state has changed
	 */
	boolean sample(double utilization, long now) {
		boolean beyond = this.high ? utilization <= this.watermark.low() : utilization >= this.watermark.high();
		if (beyond && !this.beyond) {
			this.since = now;
		}
		this.beyond = beyond;
		if (!beyond || now - this.since < this.watermark.hold().toNanos()) {
			return false;
		}
		this.high = !this.high;
		this.beyond = false;
		return true;
	}

	boolean isHigh() {
		return this.high;
	}

}
