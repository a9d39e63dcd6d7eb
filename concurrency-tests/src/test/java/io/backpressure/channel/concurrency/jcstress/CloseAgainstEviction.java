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
 * A sender that finds the channel closed while it replaces the head leaves the head in
 * place and the channel closed.
 */
@JCStressTest
@Outcome(id = "SENT, 2, 1", expect = Expect.ACCEPTABLE, desc = "replaced before the close")
@Outcome(id = "CLOSED, 1, 0", expect = Expect.ACCEPTABLE, desc = "rejected")
@State
public class CloseAgainstEviction {

	private final BackpressureChannel<Integer> channel = BackpressureChannel.<Integer>builder()
		.bufferSize(1)
		.strategy(BackpressureStrategy.DROP_OLDEST)
		.build();

	public CloseAgainstEviction() {
		this.channel.trySend(1);
	}

	@Actor
	public void sender(LLL_Result result) {
		result.r1 = this.channel.trySend(2);
	}

	@Actor
	public void closer() {
		this.channel.close();
	}

	@Arbiter
	public void left(LLL_Result result) {
		result.r2 = this.channel.isClosed() ? this.channel.tryReceive() : "open again";
		result.r3 = this.channel.stats().droppedCount();
	}

}
