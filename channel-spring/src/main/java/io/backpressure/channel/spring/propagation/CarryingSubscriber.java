package io.backpressure.channel.spring.propagation;

import java.util.concurrent.Flow;
import java.util.function.Function;

/**
 * Subscriber that sends each value with the context of the thread that publishes it.
 *
 * @param <T> the type of the values
 * @param <W> the type of the values with their contexts
 */
final class CarryingSubscriber<T, W> implements Flow.Subscriber<T> {

	private final Flow.Subscriber<W> subscriber;

	private final Function<? super T, ? extends W> carry;

	CarryingSubscriber(Flow.Subscriber<W> subscriber, Function<? super T, ? extends W> carry) {
		this.subscriber = subscriber;
		this.carry = carry;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscriber.onSubscribe(subscription);
	}

	@Override
	public void onNext(T value) {
		this.subscriber.onNext(this.carry.apply(value));
	}

	@Override
	public void onError(Throwable failure) {
		this.subscriber.onError(failure);
	}

	@Override
	public void onComplete() {
		this.subscriber.onComplete();
	}

}
