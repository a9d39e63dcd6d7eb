package io.backpressure.channel.fault;

import java.util.concurrent.Callable;
import java.util.logging.Handler;
import java.util.logging.Logger;

import io.backpressure.channel.FailingHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the channel survives any error at any point of a call. {@code -Dfault.seed}
 * sets the seed of the first round, to repeat a round that failed; {@code -Dfault.count}
 * sets the number of faults of the stress test.
 */
class FaultTests {

	private static final long SEED = Long.getLong("fault.seed", System.nanoTime());

	private final Logger logger = Logger.getLogger("io.backpressure.channel.BackpressureChannel");

	private final Handler failing = new FailingHandler();

	@BeforeEach
	void failLogging() {
		this.logger.setUseParentHandlers(false);
		this.logger.addHandler(this.failing);
	}

	@AfterEach
	void restoreLogging() {
		this.logger.removeHandler(this.failing);
		this.logger.setUseParentHandlers(true);
	}

	@Test
	void channelSurvivesThrowingCalls() throws Exception {
		run(20_000);
	}

	@Test
	@Tag("stress")
	void channelSurvivesAMillionFaults() throws Exception {
		run(Long.getLong("fault.count", 1_000_000));
	}

	@Test
	void callsWorkWhereNoThreadCanBeStarted() throws Exception {
		Class<?> round = new FaultLoader().loadClass(ThreadlessRound.class.getName());
		assertThat(((Callable<?>) round.getConstructor().newInstance()).call()).isNotEqualTo(0L);
	}

	private static void run(long faults) throws Exception {
		Class<?> round = new FaultLoader().loadClass(FaultRound.class.getName());
		long thrown = 0;
		for (long seed = SEED; thrown < faults; seed++) {
			thrown += (Long) ((Callable<?>) round.getConstructor(long.class).newInstance(seed)).call();
		}
	}

}
