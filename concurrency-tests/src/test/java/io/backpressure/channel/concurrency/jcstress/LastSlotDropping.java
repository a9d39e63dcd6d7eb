package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Exactly one of two sends gets the last slot, and the other is counted as dropped.
 */
@JCStressTest
@Outcome(id = "SENT, DROPPED, 1 of 2", expect = Expect.ACCEPTABLE, desc = "the first got it")
@Outcome(id = "DROPPED, SENT, 2 of 2", expect = Expect.ACCEPTABLE, desc = "the second got it")
@State
public class LastSlotDropping {

	private final BackpressureChannel<Integer> channel = BackpressureChannel.<Integer>builder()
		.bufferSize(1)
		.strategy(BackpressureStrategy.DROP)
		.build();

	@Actor
	public void first(LLL_Result result) {
		result.r1 = this.channel.trySend(1);
	}

	@Actor
	public void second(LLL_Result result) {
		result.r2 = this.channel.trySend(2);
	}

	@Arbiter
	public void counts(LLL_Result result) {
		long tried = this.channel.stats().sendCount() + this.channel.stats().droppedCount();
		result.r3 = this.channel.tryReceive() + " of " + tried;
	}

}
