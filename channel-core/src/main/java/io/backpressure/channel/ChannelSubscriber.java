package io.backpressure.channel;

import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Subscriber that sends the values it gets. It requests a value once the channel has
 * accepted or dropped the one before, so it acts as one sender.
 *
 * @param <T> the type of the values
 */
final class ChannelSubscriber<T> implements Flow.Subscriber<T> {

	private final BufferedChannel<T> channel;

	private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

	private volatile @Nullable Registration closing;

	ChannelSubscriber(BufferedChannel<T> channel) {
		this.channel = channel;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		Objects.requireNonNull(subscription, "subscription must not be null");
		if (!this.subscription.compareAndSet(null, subscription)) {
			subscription.cancel();
			return;
		}
		this.closing = this.channel.onClose(subscription::cancel);
		subscription.request(1);
	}

	@Override
	public void onNext(T value) {
		CompletableFuture<SendResult> sent = this.channel.sendAsync(value);
		if (sent.isDone()) {
			sent(sent.isCompletedExceptionally());
		}
		else {
			CompletableFuture<SendResult> ignored = sent.whenComplete((result, failure) -> sent(failure != null));
		}
	}

	private void sent(boolean failed) {
		Flow.Subscription subscription = this.subscription.get();
		if (subscription != null) {
			if (failed) {
				end();
				subscription.cancel();
			}
			else {
				subscription.request(1);
			}
		}
	}

	@Override
	public void onError(Throwable failure) {
		Objects.requireNonNull(failure, "failure must not be null");
		end();
		GuardedLog.log(Level.WARNING, this.channel.settings.name(), "A publisher failed, and sends no more values",
				failure);
	}

	@Override
	public void onComplete() {
		end();
	}

	private void end() {
		Registration closing = this.closing;
		if (closing != null) {
			closing.close();
		}
	}

}
