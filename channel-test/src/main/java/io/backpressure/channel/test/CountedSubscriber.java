package io.backpressure.channel.test;

import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * Subscriber that passes values to another subscriber. It counts a value as received when
 * the other subscriber has processed the value, so that a probe waits for the processing.
 *
 * @param <T> the type of the values
 */
final class CountedSubscriber<T> implements Flow.Subscriber<T> {

	private final Flow.Subscriber<? super T> subscriber;

	private final Recording recording;

	CountedSubscriber(Flow.Subscriber<? super T> subscriber, Recording recording) {
		this.subscriber = Objects.requireNonNull(subscriber, "subscriber must not be null");
		this.recording = recording;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscriber.onSubscribe(subscription);
	}

	@Override
	public void onNext(T value) {
		try {
			this.subscriber.onNext(value);
		}
		finally {
			this.recording.received(1);
		}
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
