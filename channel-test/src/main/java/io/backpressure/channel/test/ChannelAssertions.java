package io.backpressure.channel.test;

import io.backpressure.channel.BackpressureChannel;

/**
 * Entry points of the assertions on channels and their events.
 *
 * @since 0.1.0
 */
public final class ChannelAssertions {

	private ChannelAssertions() {
	}

	/**
	 * Create assertions on a channel.
	 * @param <T> the type of its values
	 * @param channel the channel
	 * @return the assertions
	 */
	public static <T> ChannelAssert<T> assertThat(BackpressureChannel<T> channel) {
		return new ChannelAssert<>(channel);
	}

	/**
	 * Create assertions on events.
	 * @param events the events
	 * @return the assertions
	 */
	public static ChannelEventsAssert assertThat(ChannelEvents events) {
		return new ChannelEventsAssert(events);
	}

}
