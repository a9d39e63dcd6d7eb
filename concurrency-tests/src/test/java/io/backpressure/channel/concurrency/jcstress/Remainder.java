package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelClosedException;

/**
 * Receive without waiting, for actors and arbiters, with a result instead of an
 * exception.
 */
final class Remainder {

	private Remainder() {
	}

	/**
	 * Return the next value. Returns {@code null} if there is none yet, or
	 * {@code "closed"} if the channel is closed and drained.
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
