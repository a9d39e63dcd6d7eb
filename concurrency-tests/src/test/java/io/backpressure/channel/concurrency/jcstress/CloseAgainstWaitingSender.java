package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelClosedException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A sender that waits for room gets either the room or a ChannelClosedException.
 */
@JCStressTest
@Outcome(id = "sent, 2", expect = Expect.ACCEPTABLE, desc = "room was made before the close")
@Outcome(id = "closed, closed", expect = Expect.ACCEPTABLE, desc = "the exception")
@State
public class CloseAgainstWaitingSender {

	private final BackpressureChannel<Integer> channel = BackpressureChannel.create(1);

	public CloseAgainstWaitingSender() {
		this.channel.trySend(1);
	}

	@Actor
	public void sender(LL_Result result) {
		try {
			Waiting.send(this.channel, 2);
			result.r1 = "sent";
		}
		catch (ChannelClosedException ex) {
			result.r1 = "closed";
		}
	}

	@Actor
	public void receiverThatCloses() {
		this.channel.tryReceive();
		this.channel.close();
	}

	@Arbiter
	public void left(LL_Result result) {
		result.r2 = Remainder.of(this.channel);
	}

}
