package io.backpressure.channel;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Subscriber of a {@link StressRound}, which requests a few values at a time.
 */
final class StressSubscriber implements Flow.Subscriber<Long> {

	private final Random random;

	private final BiConsumer<Long, long[]> values;

	/** The last value received from each sender. */
	private final long[] last;

	private final CountDownLatch end = new CountDownLatch(1);

	private volatile Flow.@Nullable Subscription subscription;

	private volatile @Nullable Throwable failure;

	private int requested;

	StressSubscriber(Random random, BiConsumer<Long, long[]> values, long[] last) {
		this.random = random;
		this.values = values;
		this.last = last;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription = subscription;
		request();
	}

	private void request() {
		this.requested = 1 + this.random.nextInt(4);
		Flow.Subscription subscription = this.subscription;
		if (subscription != null) {
			subscription.request(this.requested);
		}
	}

	@Override
	public void onNext(Long value) {
		try {
			this.values.accept(value, this.last);
		}
		catch (Throwable ex) {
			onError(ex);
		}
		if (--this.requested == 0) {
			request();
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.failure = failure;
		this.end.countDown();
	}

	@Override
	public void onComplete() {
		this.end.countDown();
	}

	/** Wait for the end, even if interrupted. Returns the failure, or {@code null}. */
	@Nullable Throwable awaitEnd() {
		for (;;) {
			try {
				this.end.await();
				return this.failure;
			}
			catch (InterruptedException ex) {
				// another disturbance of the round
			}
		}
	}

}
