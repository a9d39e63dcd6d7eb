package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.BackpressureChannel;

/**
 * The time that receivers other than listeners, such as threads of the application, have
 * to drain channels that have been closed: as long as they make progress.
 */
final class ReceiverDrain {

	/** How long a receiver may take for a value. */
	private static final Duration PATIENCE = Duration.ofMillis(500);

	private static final long POLL_MILLIS = 5;

	private ReceiverDrain() {
	}

	static void await(List<BackpressureChannel<?>> channels, Duration limit) {
		long end = Deadline.after(limit);
		long received = -1;
		long patienceEnd = 0;
		List<BackpressureChannel<?>> draining = draining(channels);
		while (!draining.isEmpty()) {
			long now = System.nanoTime();
			long receivedNow = channels.stream().mapToLong((channel) -> channel.stats().receiveCount()).sum();
			if (receivedNow != received) {
				received = receivedNow;
				patienceEnd = now + PATIENCE.toNanos();
			}
			if (now - patienceEnd >= 0 || now - end >= 0) {
				return;
			}
			try {
				TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
			draining = draining(draining);
		}
	}

	/** The channels that have had a receiver, and have values left for it. */
	private static List<BackpressureChannel<?>> draining(List<BackpressureChannel<?>> channels) {
		return channels.stream().filter((channel) -> channel.size() > 0 && channel.stats().receiveCount() > 0).toList();
	}

}
