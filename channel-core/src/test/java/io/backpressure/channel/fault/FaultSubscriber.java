package io.backpressure.channel.fault;

import java.util.concurrent.Flow;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Subscriber of a {@link FaultRound}, whose {@link #onNext} may throw.
 */
final class FaultSubscriber implements Flow.Subscriber<Integer> {

	private final Consumer<Integer> values;

	private volatile Flow.@Nullable Subscription subscription;

	private volatile int received;

	private volatile boolean completed;

	private volatile boolean ended;

	FaultSubscriber(Consumer<Integer> values) {
		this.values = values;
	}

	Flow.@Nullable Subscription subscription() {
		return this.subscription;
	}

	int received() {
		return this.received;
	}

	/** Return whether the channel is drained. */
	boolean hasCompleted() {
		return this.completed;
	}

	/** Return whether no further value will come. */
	boolean hasEnded() {
		return this.ended;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
	}

	@Override
	@SuppressWarnings("NonAtomicVolatileUpdate") // signals are serial
	public void onNext(Integer value) {
		this.values.accept(value);
		this.received++;
		try {
			Faults.userCode();
		}
		catch (Throwable ex) {
			this.ended = true;
			throw ex;
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.ended = true;
	}

	@Override
	public void onComplete() {
		this.completed = true;
		this.ended = true;
	}

}
