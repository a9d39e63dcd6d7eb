package io.backpressure.channel.test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Wait for a condition, by polling.
 */
final class Wait {

	private static final long POLL_MILLIS = 2;

	private Wait() {
	}

	/**
	 * Wait until a condition holds, the timeout has passed, or the thread is interrupted.
	 * @return whether the condition holds
	 */
	static boolean until(Duration timeout, BooleanSupplier condition) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - start >= timeout.toNanos()) {
				return condition.getAsBoolean();
			}
			try {
				TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return condition.getAsBoolean();
			}
		}
		return true;
	}

	/** Describe a timeout. */
	static String text(Duration timeout) {
		return (timeout.toMillis() % 1000 == 0) ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
	}

}
