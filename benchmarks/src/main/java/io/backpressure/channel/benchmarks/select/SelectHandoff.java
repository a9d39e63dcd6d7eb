package io.backpressure.channel.benchmarks.select;

import io.backpressure.channel.benchmarks.peer.Handoff;
import io.backpressure.channel.benchmarks.peer.Implementation;

/**
 * Factory for handoffs through several channels. One sender sends to the channels in
 * turn, and one receiver selects from them.
 */
public final class SelectHandoff {

	private SelectHandoff() {
	}

	/**
	 * Create a handoff for one sending and one receiving thread.
	 * @param implementation the implementation
	 * @param channels the number of channels
	 * @param capacity the number of values that all channels hold together
	 * @return a new handoff
	 */
	public static Handoff create(Implementation implementation, int channels, int capacity) {
		int each = capacity / channels;
		return switch (implementation) {
			case CHANNEL -> new ChannelSelectHandoff(channels, each);
			case JOX -> new JoxSelectHandoff(channels, each);
			case KOTLIN -> new KotlinSelectHandoff(channels, each);
			default -> throw new IllegalArgumentException(implementation + " has no select");
		};
	}

}
