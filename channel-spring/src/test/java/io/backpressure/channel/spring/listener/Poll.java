package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;

/**
 * Polling until a condition holds.
 */
public final class Poll {

	private Poll() {
	}

	/**
	 * Wait until a condition holds, checking it every millisecond.
	 * @param condition the condition
	 */
	public static void until(Callable<Boolean> condition) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.atMost(Duration.ofMinutes(2))
			.until(condition);
	}

}
