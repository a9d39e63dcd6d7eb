package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A value is in the buffer if and only if its send returned {@code SENT}.
 */
@JCStressTest
@Outcome(id = "SENT, 1", expect = Expect.ACCEPTABLE, desc = "sent before the close")
@Outcome(id = "CLOSED, closed", expect = Expect.ACCEPTABLE, desc = "rejected")
@State
public class CloseAgainstSend {

	private final BackpressureChannel<Integer> channel = BackpressureChannel.create(1);

	@Actor
	public void sender(LL_Result result) {
		result.r1 = this.channel.trySend(1);
	}

	@Actor
	public void closer() {
		this.channel.close();
	}

	@Arbiter
	public void left(LL_Result result) {
		result.r2 = Remainder.of(this.channel);
	}

}
