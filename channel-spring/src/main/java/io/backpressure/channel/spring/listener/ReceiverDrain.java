package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.BackpressureChannel;

/**
 * Grace period in which receivers other than listeners, such as threads of the
 * application, can drain closed channels. It lasts as long as they make progress.
 */
final class ReceiverDrain {

	/** Time that a receiver may take for one value. */
	private static final Duration PROGRESS_LIMIT = Duration.ofMillis(500);

	private static final long POLL_MILLIS = 5;

	private ReceiverDrain() {
	}

	static void await(List<BackpressureChannel<?>> channels, Duration limit) {
		long end = Deadline.after(limit);
		long received = -1;
		long progressEnd = 0;
		List<BackpressureChannel<?>> draining = draining(channels);
		while (!draining.isEmpty()) {
			long now = System.nanoTime();
			long receivedNow = channels.stream().mapToLong((channel) -> channel.stats().receiveCount()).sum();
			if (receivedNow != received) {
				received = receivedNow;
				progressEnd = now + PROGRESS_LIMIT.toNanos();
			}
			if (now - progressEnd >= 0 || now - end >= 0) {
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

	/** Return the channels that have had a receiver and still hold values. */
	private static List<BackpressureChannel<?>> draining(List<BackpressureChannel<?>> channels) {
		return channels.stream().filter((channel) -> channel.size() > 0 && channel.stats().receiveCount() > 0).toList();
	}

}
