package io.backpressure.channel;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stress tests. In each round, senders and receivers make random calls, disturbed by
 * timeouts, cancellations, interrupts and throwing callbacks and, in some rounds, by
 * purges, resizes or an early close. After each round every value must be accounted for.
 * The message of a failure has the seed of its round. {@code -Dstress.seed} sets the seed
 * of the first round; {@code -Dstress.seconds} sets the duration of the long run.
 */
@ExtendWith(BufferKinds.class)
@Tag("contract")
class StressTests {

	private static final long SEED = Long.getLong("stress.seed", System.nanoTime());

	@ParameterizedTest
	@MethodSource("io.backpressure.channel.BufferKinds#all")
	void everyValueIsAccountedFor(BufferKind buffer) throws Exception {
		run(buffer, Duration.ofMillis(1500));
	}

	@Test
	@Tag("stress")
	void everyValueIsAccountedForInLongRun() throws Exception {
		run(BufferKinds.RING, Duration.ofSeconds(Long.getLong("stress.seconds", 60)));
	}

	private static void run(BufferKind buffer, Duration duration) throws Exception {
		long end = System.nanoTime() + duration.toNanos();
		for (long seed = SEED; System.nanoTime() < end; seed++) {
			new StressRound(buffer, seed).run();
		}
	}

}
