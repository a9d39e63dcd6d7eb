package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;

/**
 * Waiting operations for actors, which must not throw checked exceptions.
 */
final class Waiting {

	private Waiting() {
	}

	static <T> void send(BackpressureChannel<T> channel, T value) {
		try {
			channel.send(value);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static <T> T receive(BackpressureChannel<T> channel) {
		try {
			return channel.receive();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
