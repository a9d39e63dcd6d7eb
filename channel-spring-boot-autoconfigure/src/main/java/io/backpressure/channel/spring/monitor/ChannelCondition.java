package io.backpressure.channel.spring.monitor;

import org.jspecify.annotations.Nullable;

/**
 * How a channel is, in short.
 *
 * @param state what is wrong, if anything
 * @param text the same for a reader, with since when; {@code null} if all is well
 */
public record ChannelCondition(State state, @Nullable String text) {

	static final ChannelCondition WELL = new ChannelCondition(State.WELL, null);

	/**
	 * What is wrong with a channel; the later the worse.
	 */
	public enum State {

		/**
		 * Nothing.
		 */
		WELL,

		/**
		 * Values are being dropped, or sends fail.
		 */
		LOSING,

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
