package io.backpressure.channel.spring.monitor;

/**
 * On which side of a {@link Watermark} a channel is. It changes side when it has been
 * beyond the other mark for the whole of the hold time, so that a channel that swings
 * between the marks, or across one of them for a moment, is told once or not at all. Used
 * by one thread.
 */
final class WatermarkState {

	private final Watermark watermark;

	private boolean high;

	/** Since when it has been beyond the mark of the other side. */
	private long since;

	private boolean beyond;

	WatermarkState(Watermark watermark) {
		this.watermark = watermark;
	}

	/**
	 * Look where a channel is now.
	 * @return whether it has changed side with this look
	 */
	boolean look(double utilization, long now) {
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
