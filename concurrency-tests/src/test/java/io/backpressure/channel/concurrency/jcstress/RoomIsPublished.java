package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SendResult;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A sender that gets room sees all earlier writes of the receiver that made the room.
 */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "there was no room yet")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the write of the receiver")
@State
public class RoomIsPublished {

	private final BackpressureChannel<Integer> channel = BackpressureChannel.create(1);

	private int written;

	public RoomIsPublished() {
		this.channel.trySend(1);
	}

	@Actor
	public void receiver() {
		this.written = 1;
		this.channel.tryReceive();
	}

	@Actor
	public void sender(I_Result result) {
		boolean sent = this.channel.trySend(2) == SendResult.SENT;
		result.r1 = !sent ? 0 : (this.written == 1) ? 1 : -1;
	}

}
