package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLI_Result;

/**
 * Exactly one of two sends gets the last slot.
 */
@JCStressTest
@Outcome(id = "SENT, FULL, 1", expect = Expect.ACCEPTABLE, desc = "the first got it")
@Outcome(id = "FULL, SENT, 2", expect = Expect.ACCEPTABLE, desc = "the second got it")
@State
public class LastSlot {

	private final BackpressureChannel<Integer> channel = BackpressureChannel.create(2);

	public LastSlot() {
		this.channel.trySend(0);
	}

	@Actor
	public void first(LLI_Result result) {
		result.r1 = this.channel.trySend(1);
	}

	@Actor
	public void second(LLI_Result result) {
		result.r2 = this.channel.trySend(2);
	}

	@Arbiter
	public void inside(LLI_Result result) {
		this.channel.tryReceive();
		Integer last = this.channel.tryReceive();
		result.r3 = (last != null && this.channel.size() == 0) ? last : -1;
	}

}
