package io.backpressure.channel.web;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counters for the values and cancellations of subscriptions.
 */
final class WatchedSubscriptions {

	private final AtomicInteger published = new AtomicInteger();

	private final AtomicInteger cancelled = new AtomicInteger();

	/** Return a publisher whose values and cancellations are counted. */
	<T> Flow.Publisher<T> watch(Flow.Publisher<T> publisher) {
		return (subscriber) -> publisher.subscribe(new Watched<>(subscriber));
	}

	int published() {
		return this.published.get();
	}

	int cancelled() {
		return this.cancelled.get();
	}

	/** Subscriber that counts values and cancellations, and passes on every signal. */
	private final class Watched<T> implements Flow.Subscriber<T> {

		private final Flow.Subscriber<? super T> subscriber;

		Watched(Flow.Subscriber<? super T> subscriber) {
			this.subscriber = subscriber;
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.subscriber.onSubscribe(new Flow.Subscription() {

				@Override
				public void request(long n) {
					subscription.request(n);
				}

				@Override
				public void cancel() {
					subscription.cancel();
					WatchedSubscriptions.this.cancelled.incrementAndGet();
				}

			});
		}

		@Override
		public void onNext(T value) {
			WatchedSubscriptions.this.published.incrementAndGet();
			this.subscriber.onNext(value);
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

}
