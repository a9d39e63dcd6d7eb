package io.backpressure.channel.concurrency.lincheck;

import java.util.concurrent.locks.LockSupport;

import io.backpressure.channel.concurrency.lincheck.Scene.Role;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that the model checker finds planted faults. Otherwise the success of the other
 * tests would prove nothing, for example on a Java release whose classes the checker
 * cannot read.
 */
class SelfCheckTests {

	@Test
	void lostUpdateIsFound() {
		assertThatExceptionOfType(LincheckAssertionError.class)
			.isThrownBy(() -> new ModelCheckingOptions().iterations(20)
				.invocationsPerIteration(200)
				.threads(2)
				.actorsPerThread(2)
				.check(UnguardedCounter.class))
			.withMessageContaining("Invalid execution results");
	}

	@Test
	void valueReceivedTwiceIsFound() {
		assertThatExceptionOfType(LincheckAssertionError.class).isThrownBy(() -> Scene.play(this, () -> {
			UnguardedCell cell = Scene.share(new UnguardedCell());
			Role<Integer> first = Scene.start(cell::take);
			Role<Integer> second = Scene.start(cell::take);
			Scene.check(first.result() == null || second.result() == null, "one receiver of the value");
		})).withMessageContaining("one receiver of the value");
	}

	@Test
	void lostWakeUpIsFound() {
		assertThatExceptionOfType(LincheckAssertionError.class).isThrownBy(() -> Scene.play(this, () -> {
			HastyCell cell = Scene.share(new HastyCell());
			Role<Integer> taker = Scene.start(cell::take);
			cell.put(1);
			Scene.check(taker.result() == 1, "the value");
		})).withMessageContaining("= The execution has hung =");
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

	/** Cell that reads and clears its value in two steps. */
	private static final class UnguardedCell {

		private volatile Integer value = 1;

		private Integer take() {
			Integer value = this.value;
			this.value = null;
			return value;
		}

	}

	/** Cell that reads its value before it registers the waiting thread. */
	private static final class HastyCell {

		private volatile Integer value;

		private volatile Thread waiting;

		private Integer take() {
			while (this.value == null) {
				this.waiting = Thread.currentThread();
				parkThread();
			}
			return this.value;
		}

		private void parkThread() {
			LockSupport.park(this);
		}

		private void put(int value) {
			this.value = value;
			LockSupport.unpark(this.waiting);
		}

	}

}
