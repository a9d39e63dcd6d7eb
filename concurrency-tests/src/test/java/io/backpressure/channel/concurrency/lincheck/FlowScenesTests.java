package io.backpressure.channel.concurrency.lincheck;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.concurrency.lincheck.Scene.Role;
import org.junit.jupiter.api.Test;

/**
 * Tests with small {@linkplain Scene scenes} of subscriptions.
 */
class FlowScenesTests {

	@Test
	void requestsOfTwoThreadsAddUp() {
		Scene.play(this, () -> {
			TaskThreads tasks = Scene.share(new TaskThreads());
			BackpressureChannel<Integer> channel = Scene.share(channel(2, tasks));
			channel.send(1);
			channel.send(2);
			Subscriber subscriber = Scene.share(new Subscriber());
			channel.publisher().subscribe(subscriber);
			Role<Void> other = Scene.start(() -> request(subscriber));
			request(subscriber);
			other.join();
			tasks.join();
			Scene.check(subscriber.received.get() == 2, "both values");
		});
	}

	@Test
	void requestMadeAsTaskEndsIsServed() {
		Scene.playOften(this, () -> {
			TaskThreads tasks = Scene.share(new TaskThreads());
			BackpressureChannel<Integer> channel = Scene.share(channel(1, tasks));
			channel.send(1);
			Subscriber subscriber = Scene.share(new Subscriber());
			channel.publisher().subscribe(subscriber);
			request(subscriber);
			tasks.join();
			Scene.check(subscriber.received.get() == 1, "the value");
		});
	}

	private static BackpressureChannel<Integer> channel(int bufferSize, TaskThreads tasks) {
		return BackpressureChannel.<Integer>builder().bufferSize(bufferSize).executor(tasks).build();
	}

	private static Void request(Subscriber subscriber) {
		subscriber.subscription.request(1);
		return null;
	}

	/** Subscriber that counts its values. */
	private static final class Subscriber implements Flow.Subscriber<Integer> {

		private final AtomicInteger received = new AtomicInteger();

		private volatile Flow.Subscription subscription;

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.subscription = subscription;
		}

		@Override
		public void onNext(Integer value) {
			this.received.incrementAndGet();
		}

		@Override
		public void onError(Throwable failure) {
			// not expected
		}

		@Override
		public void onComplete() {
			// not expected
		}

	}

}
