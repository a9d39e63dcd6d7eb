package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A receiver that has found the buffer empty does not consider the channel drained if a
 * value was sent before the close.
 */
@JCStressTest
@Outcome(id = "null", expect = Expect.ACCEPTABLE, desc = "found empty before the send")
@Outcome(id = "7", expect = Expect.ACCEPTABLE, desc = "received")
@Outcome(id = "closed", expect = Expect.FORBIDDEN, desc = "the value was missed")
@State
public class LastValueBeforeClose {

	private final BackpressureChannel<Integer> channel = BackpressureChannel.create(1);

	@Actor
	public void sender() {
		this.channel.trySend(7);
		this.channel.close();
	}

	@Actor
	public void receiver(L_Result result) {
		result.r1 = Remainder.of(this.channel);
	}

}
