package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A value found in the buffer is seen fully constructed.
 */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "no value yet")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the complete value")
@State
public class PublishedByBuffer {

	private final BackpressureChannel<Parcel> channel = BackpressureChannel.create(2);

	@Actor
	public void sender() {
		this.channel.trySend(new Parcel(1));
	}

	@Actor
	public void receiver(I_Result result) {
		result.r1 = Parcel.read(this.channel.tryReceive());
	}

}
