package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A value whose sender has waited for room is received after the earlier value, and is
 * seen fully constructed.
 */
@JCStressTest
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "both values, complete and in order")
@State
public class PublishedByWaitingSender {

	private final BackpressureChannel<Parcel> channel = BackpressureChannel.create(1);

	public PublishedByWaitingSender() {
		this.channel.trySend(new Parcel(1));
	}

	@Actor
	public void sender() {
		Waiting.send(this.channel, new Parcel(2));
	}

	@Actor
	public void receiver(II_Result result) {
		result.r1 = Parcel.read(Waiting.receive(this.channel));
		result.r2 = Parcel.read(Waiting.receive(this.channel));
	}

}
