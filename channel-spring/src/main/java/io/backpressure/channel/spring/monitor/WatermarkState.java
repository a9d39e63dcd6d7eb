package io.backpressure.channel.spring.monitor;

/**
 * State of a channel relative to its {@link Watermark}: high or low. The state changes
 * once the channel has stayed at or beyond the opposite mark for the hold time.
 * Oscillations between the marks, and crossings shorter than the hold time, are not
 * reported. Not safe for use by several threads.
 */
final class WatermarkState {

	private final Watermark watermark;

	private boolean high;

	/** Time at which the channel reached the opposite mark. */
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
