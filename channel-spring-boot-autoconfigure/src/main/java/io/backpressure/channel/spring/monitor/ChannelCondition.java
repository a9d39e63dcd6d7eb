package io.backpressure.channel.spring.monitor;

import org.jspecify.annotations.Nullable;

/**
 * Verdict on a channel and its listeners.
 *
 * @param state the worst finding
 * @param text all findings for a reader, with since when; {@code null} if all is well
 */
public record ChannelCondition(State state, @Nullable String text) {

	static final ChannelCondition WELL = new ChannelCondition(State.WELL, null);

	/** Both findings: the worse state, and its text first. */
	ChannelCondition and(ChannelCondition other) {
		if (other.state.compareTo(this.state) > 0) {
			return other.and(this);
		}
		return (other.text == null) ? this : new ChannelCondition(this.state, this.text + "; " + other.text);
	}

	/**
	 * What is wrong with a channel; the later the worse.
	 */
	public enum State {

		/**
		 * Nothing.
		 */
		WELL,

		/**
		 * A listener cannot handle values, and passes them to a dead-letter channel.
		 */
		DEAD_LETTERING,

		/**
		 * Values are being dropped, or sends fail.
		 */
		LOSING,

		/**
		 * A listener cannot handle values, and discards them.
		 */
		DISCARDING,

		/**
		 * A listener has not returned from a call for a minute or longer.
		 */
		HELD_UP,

		/**
		 * It has been too full for too long.
		 */
		SATURATED,

		/**
		 * Values are waiting, and nobody has received any for too long.
		 */
		STALLED,

		/**
		 * Its transport cannot be reached, so that nobody here can send or receive.
		 */
		UNREACHABLE,

		/**
		 * It was closed although the application goes on.
		 */
		CLOSED

	}

}
