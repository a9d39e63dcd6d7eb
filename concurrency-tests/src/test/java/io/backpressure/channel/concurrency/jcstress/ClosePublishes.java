package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelClosedException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A thread that finds the channel closed sees all writes before the close.
 */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "not closed yet")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the write before the close")
@State
public class ClosePublishes {

	private final BackpressureChannel<Integer> channel = BackpressureChannel.create(1);

	private int written;

	@Actor
	public void closer() {
		this.written = 1;
		this.channel.close();
	}

	@Actor
	public void receiver(I_Result result) {
		try {
			this.channel.tryReceive();
			result.r1 = 0;
		}
		catch (ChannelClosedException ex) {
			result.r1 = (this.written == 1) ? 1 : -1;
		}
	}

}
