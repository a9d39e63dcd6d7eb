package io.backpressure.channel.concurrency.jcstress;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The callback of the sender that replaces a value sees that value fully constructed.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the second sender was later and evicted the first value")
@Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "the first sender was later and evicted the second value")
@State
public class PublishedToEvictingSender {

	private final ThreadLocal<Parcel> evicted = new ThreadLocal<>();

	private final BackpressureChannel<Parcel> channel = BackpressureChannel.<Parcel>builder()
		.bufferSize(1)
		.strategy(BackpressureStrategy.DROP_OLDEST)
		.onDrop(this.evicted::set)
		.build();

	@Actor
	public void first(II_Result result) {
		this.channel.trySend(new Parcel(1));
		result.r1 = Parcel.read(this.evicted.get());
	}

	@Actor
	public void second(II_Result result) {
		this.channel.trySend(new Parcel(2));
		result.r2 = Parcel.read(this.evicted.get());
	}

}
