package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Each of two threads sends to one channel and then polls the channel of the other
 * thread. At least one of them finds a value: like volatile variables, channels establish
 * a total order.
 */
@JCStressTest
@Outcome(id = { "0, 1", "1, 0" }, expect = Expect.ACCEPTABLE, desc = "one thread was first")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both sent first")
@State
public class TwoChannels {

	private final BackpressureChannel<Integer> left = BackpressureChannel.create(1);

	private final BackpressureChannel<Integer> right = BackpressureChannel.create(1);

	@Actor
	public void first(II_Result result) {
		this.left.trySend(1);
		result.r1 = (this.right.tryReceive() != null) ? 1 : 0;
	}

	@Actor
	public void second(II_Result result) {
		this.right.trySend(1);
		result.r2 = (this.left.tryReceive() != null) ? 1 : 0;
	}

}
