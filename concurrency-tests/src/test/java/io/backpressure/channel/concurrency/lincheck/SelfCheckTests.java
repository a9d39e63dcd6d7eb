package io.backpressure.channel.concurrency.lincheck;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The model checker finds a fault that was planted: without this, silence of the other
 * tests would prove nothing, such as on a Java whose classes it cannot read.
 */
class SelfCheckTests {

	@Test
	void aLostUpdateIsFound() {
		assertThatExceptionOfType(LincheckAssertionError.class)
			.isThrownBy(() -> new ModelCheckingOptions().iterations(20)
				.invocationsPerIteration(200)
				.threads(2)
				.actorsPerThread(2)
				.check(UnguardedCounter.class))
			.withMessageContaining("Invalid execution results");
	}

	public static class UnguardedCounter {

		private volatile int count;

		@Operation
		public int increment() {
			int count = this.count + 1;
			this.count = count;
			return count;
		}

	}

}
