package io.backpressure.channel;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;

/**
 * Polling until a condition holds.
 */
final class Poll {

	private Poll() {
	}

	static void until(Callable<Boolean> condition) {
		Awaitility.await()
			.pollInSameThread()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.until(condition);
	}

	static void untilBlockedSends(BackpressureChannel<?> channel, long count) {
		until(() -> channel.stats().blockedSends() == count);
	}

	/** Wait until the garbage collector has cleared all references. */
	static void untilUnreachable(List<? extends WeakReference<?>> references) {
		List<WeakReference<?>> left = new ArrayList<>(references);
		until(() -> {
			System.gc();
			left.removeIf((reference) -> reference.get() == null);
			return left.isEmpty();
		});
	}

}
