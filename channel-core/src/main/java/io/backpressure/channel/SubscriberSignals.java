package io.backpressure.channel;

import java.lang.System.Logger.Level;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/**
 * Signals to one subscriber. The caller sends one signal at a time.
 *
 * @param <T> the type of the published values
 */
final class SubscriberSignals<T> {

	private final ChannelName channelName;

	/** The subscriber; null after {@link #end}. */
	private Flow.@Nullable Subscriber<? super T> subscriber;

	SubscriberSignals(Flow.Subscriber<? super T> subscriber, ChannelName channelName) {
		this.subscriber = subscriber;
		this.channelName = channelName;
	}

	/**
	 * Signal {@code onSubscribe}. Returns {@code false} if the subscriber threw an
	 * exception and must be cancelled.
	 */
	boolean subscribed(Flow.Subscription subscription) {
		return signal((subscriber) -> subscriber.onSubscribe(subscription));
	}

	/**
	 * Signal a value. Returns {@code false} as {@link #subscribed} does. Allocates
	 * nothing, so that a value is never lost.
	 */
	boolean next(T value) {
		Flow.Subscriber<? super T> subscriber = this.subscriber;
		try {
			if (subscriber != null) {
				subscriber.onNext(value);
			}
			return true;
		}
		catch (Throwable ex) {
			return failed(ex);
		}
	}

	/**
	 * Signal the end.
	 * @param reason the failure to signal; a close without a cause is signalled as
	 * {@code onComplete}, and {@code null} is not signalled
	 */
	void end(@Nullable Throwable reason) {
		if (reason instanceof ChannelClosedException && reason.getCause() == null) {
			signal(Flow.Subscriber::onComplete);
		}
		else if (reason != null) {
			signal((subscriber) -> subscriber.onError(reason));
		}
		this.subscriber = null;
	}

	boolean haveEnded() {
		return this.subscriber == null;
	}

	private boolean signal(Signal<T> signal) {
		Flow.Subscriber<? super T> subscriber = this.subscriber;
		if (subscriber != null) {
			try {
				signal.to(subscriber);
			}
			catch (Throwable ex) {
				return failed(ex);
			}
		}
		return true;
	}

	/** Log an exception of the subscriber. Returns {@code false}. */
	private boolean failed(Throwable ex) {
		GuardedLog.log(Level.ERROR, this.channelName, "Subscriber threw an exception, so its subscription is cancelled",
				ex);
		return false;
	}

	/** Signal to a subscriber. */
	private interface Signal<T> {

		void to(Flow.Subscriber<? super T> subscriber);

	}

}
