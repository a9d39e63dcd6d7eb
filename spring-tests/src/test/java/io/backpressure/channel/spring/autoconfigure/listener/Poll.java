package io.backpressure.channel.spring.autoconfigure.listener;

import java.time.Duration;
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
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.atMost(Duration.ofMinutes(2))
			.until(condition);
	}

}
