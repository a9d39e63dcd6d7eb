package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/**
 * The head of a full buffer is received or evicted, and the new value is never lost.
 */
@JCStressTest
@Outcome(id = "SENT, 1, 2, 0", expect = Expect.ACCEPTABLE, desc = "head received, which made room")
@Outcome(id = "SENT, 2, null, 1", expect = Expect.ACCEPTABLE, desc = "head evicted, new value received")
@State
public class EvictionAgainstReceive {

	private final BackpressureChannel<Integer> channel = BackpressureChannel.<Integer>builder()
		.bufferSize(1)
		.strategy(BackpressureStrategy.DROP_OLDEST)
		.build();

	public EvictionAgainstReceive() {
		this.channel.trySend(1);
	}

	@Actor
	public void sender(LLLL_Result result) {
		result.r1 = this.channel.trySend(2);
	}

	@Actor
	public void receiver(LLLL_Result result) {
		result.r2 = this.channel.tryReceive();
	}

	@Arbiter
	public void left(LLLL_Result result) {
		result.r3 = this.channel.tryReceive();
		result.r4 = this.channel.stats().droppedCount();
	}

}
