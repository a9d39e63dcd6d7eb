package io.backpressure.channel.test;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * Subscriber that sends its values to a channel, and records those that the channel
 * accepts.
 *
 * @param <T> the type of the values
 */
final class RecordedSubscriber<T> implements Flow.Subscriber<T> {

	/*
	 * The subscriber of a channel requests a value when the channel has accepted or
	 * dropped the previous value. It cancels its subscription if a send has failed, and
	 * also when the channel is closed. The request that follows an accepted value may
	 * then come after the cancellation.
	 */

	private final Flow.Subscriber<T> subscriber;

	private final Recording recording;

	private volatile @Nullable T value;

	private final AtomicBoolean sending = new AtomicBoolean();

	RecordedSubscriber(Flow.Subscriber<T> subscriber, Recording recording) {
		this.subscriber = subscriber;
		this.recording = recording;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscriber
			.onSubscribe(new Recorded(Objects.requireNonNull(subscription, "subscription must not be null")));
	}

	@Override
	public void onNext(T value) {
		this.value = value;
		if (this.sending.compareAndSet(false, true)) {
			this.recording.sendBegins();
		}
		try {
			this.subscriber.onNext(value);
		}
		catch (Throwable ex) {
			end();
			throw ex;
		}
	}

	private void end() {
		if (this.sending.compareAndSet(true, false)) {
			this.recording.sendEnds();
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

	/**
	 * Subscription that records a value when the subscriber of the channel requests the
	 * next one.
	 */
	private final class Recorded implements Flow.Subscription {

		private final Flow.Subscription subscription;

		Recorded(Flow.Subscription subscription) {
			this.subscription = subscription;
		}

		@Override
		public void request(long n) {
			T sent = RecordedSubscriber.this.value;
			if (sent != null) {
				RecordedSubscriber.this.value = null;
				RecordedSubscriber.this.recording.sent(sent);
			}
			end();
			this.subscription.request(n);
		}

		@Override
		public void cancel() {
			end();
			this.subscription.cancel();
		}

	}

}
