package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Exactly one of two receives gets the last value.
 */
@JCStressTest
@Outcome(id = "7, null", expect = Expect.ACCEPTABLE, desc = "the first got it")
@Outcome(id = "null, 7", expect = Expect.ACCEPTABLE, desc = "the second got it")
@State
public class LastValue {

	private final BackpressureChannel<Integer> channel = BackpressureChannel.create(1);

	public LastValue() {
		this.channel.trySend(7);
	}

	@Actor
	public void first(LL_Result result) {
		result.r1 = this.channel.tryReceive();
	}

	@Actor
	public void second(LL_Result result) {
		result.r2 = this.channel.tryReceive();
	}

}
