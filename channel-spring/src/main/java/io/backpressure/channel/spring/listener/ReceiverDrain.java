package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.support.TimeSource;

/**
 * Grace period in which receivers other than listeners, such as threads of the
 * application, can drain closed channels. The period lasts while the receivers make
 * progress, up to a limit.
 */
final class ReceiverDrain {

	/** Time that a receiver may take for one value. */
	private static final Duration PROGRESS_LIMIT = Duration.ofMillis(500);

	private ReceiverDrain() {
	}

	/**
	 * Wait while receivers drain those channels from which a value has already been
	 * received.
	 */
	static void await(List<BackpressureChannel<?>> channels, Duration limit, TimeSource time) {
		long end = Deadline.after(limit, time);
		List<BackpressureChannel<?>> draining = draining(channels);
		try {
			while (!draining.isEmpty() && time.nanoTime() - end < 0) {
				long received = received(channels);
				long progress = Deadline.after(PROGRESS_LIMIT, time);
				long deadline = (progress - end < 0) ? progress : end;
				if (!awaitDrained(draining.get(0), deadline, time) && received(channels) == received) {
					return;
				}
				draining = draining(draining);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static boolean awaitDrained(BackpressureChannel<?> channel, long deadline, TimeSource time)
			throws InterruptedException {
		for (;;) {
			long remaining = time.remaining(deadline);
			if (remaining <= 0) {
				return false;
			}
			if (channel.awaitDrained(Duration.ofNanos(remaining))) {
				return true;
			}
		}
	}

	private static long received(List<BackpressureChannel<?>> channels) {
		return channels.stream().mapToLong((channel) -> channel.stats().receiveCount()).sum();
	}

	/**
	 * Return the channels that hold values, and from which a value has been received
	 * before.
	 */
	private static List<BackpressureChannel<?>> draining(List<BackpressureChannel<?>> channels) {
		return channels.stream().filter((channel) -> channel.size() > 0 && channel.stats().receiveCount() > 0).toList();
	}

}
