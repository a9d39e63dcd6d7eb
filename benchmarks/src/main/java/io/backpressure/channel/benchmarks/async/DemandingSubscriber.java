package io.backpressure.channel.benchmarks.async;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * Subscriber for publishers of the JDK and of Reactor. Only {@link #request} requests
 * values.
 */
final class DemandingSubscriber implements CoreSubscriber<Integer>, Flow.Subscriber<Integer> {

	private final Consumer<Integer> action;

	private final CompletableFuture<LongConsumer> subscription = new CompletableFuture<>();

	DemandingSubscriber(Consumer<Integer> action) {
		this.action = action;
	}

	/** Request values. Blocks until the subscription has begun. */
	void request(long count) {
		this.subscription.join().accept(count);
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription.complete(subscription::request);
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription.complete(subscription::request);
	}

	@Override
	public void onNext(Integer value) {
		this.action.accept(value);
	}

	@Override
	public void onError(Throwable ex) {
		this.subscription.obtrudeException(ex);
	}

	@Override
	public void onComplete() {
		onError(new IllegalStateException("The publisher has ended"));
	}

}
