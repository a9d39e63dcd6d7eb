package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelClosedException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A receiver of an empty channel gets a ChannelClosedException, no matter when the
 * channel is closed.
 */
@JCStressTest
@Outcome(id = "closed", expect = Expect.ACCEPTABLE, desc = "the exception")
@State
public class CloseAgainstReceive {

	private final BackpressureChannel<Integer> channel = BackpressureChannel.create(1);

	@Actor
	public void receiver(L_Result result) {
		try {
			result.r1 = Waiting.receive(this.channel);
		}
		catch (ChannelClosedException ex) {
			result.r1 = "closed";
		}
	}

	@Actor
	public void closer() {
		this.channel.close();
	}

}
