package io.backpressure.channel.spring.monitor;

/**
 * State of a channel relative to its {@link Watermark}: high or low. The state changes
 * when the channel has been beyond the other mark for the whole hold time. A channel that
 * swings between the marks, or crosses one for a moment, is therefore reported once or
 * not at all. Used by one thread.
 */
final class WatermarkState {

	private final Watermark watermark;

	private boolean high;

	/** Time since which the channel has been beyond the mark of the other state. */
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
