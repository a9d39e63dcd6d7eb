package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelClosedException;

/**
 * Remaining values of a channel, for arbiters.
 */
final class Remainder {

	private Remainder() {
	}

	/**
	 * Return the next value, {@code null} if there is none, or {@code "closed"} if the
	 * channel is also closed.
	 */
	static Object of(BackpressureChannel<?> channel) {
		try {
			return channel.tryReceive();
		}
		catch (ChannelClosedException ex) {
			return "closed";
		}
	}

}
