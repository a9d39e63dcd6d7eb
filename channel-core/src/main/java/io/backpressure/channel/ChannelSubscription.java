package io.backpressure.channel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Subscription of one subscriber to the values of a channel. Running it signals the
 * subscriber, as far as its demand and the values allow.
 *
 * @param <V> the type of the values in the channel
 * @param <T> the type of the published values
 */
final class ChannelSubscription<V, T> implements Flow.Subscription, Runnable {

	/*
	 * One task at a time runs the subscription, so signals are serial; 'events' counts
	 * the requests, values, cancellations and closes that the task has not seen yet. A
	 * value is received only when there is demand for it. If the channel is empty, the
	 * subscription starts an asynchronous receive, and continues when it completes. A
	 * cancellation cancels that receive; if it comes too late, the value has been
	 * received and is still published.
	 */

	/** Number of values after which the task lets others run. */
	private static final int VALUES_PER_TASK = 256;

	private final ReceivingChannel<V> channel;

	private final Function<? super V, ? extends T> mapping;

	private final SubscriberSignals<T> signals;

	private final AtomicLong demand = new AtomicLong();

	/** Initially one, so that a request within onSubscribe starts no task. */
	private final AtomicInteger events = new AtomicInteger(1);

	private volatile boolean cancelled;

	private volatile @Nullable Throwable invalidRequest;

	private volatile @Nullable CompletableFuture<T> pending;

	private volatile @Nullable Registration closing;

	ChannelSubscription(ReceivingChannel<V> channel, Function<? super V, ? extends T> mapping,
			Flow.Subscriber<? super T> subscriber) {
		this.channel = channel;
		this.mapping = mapping;
		this.signals = new SubscriberSignals<>(subscriber, channel.settings.name());
	}

	/** Signal onSubscribe, and then the rest on the executor. */
	void begin() {
		if (!this.signals.subscribed(this)) {
			this.cancelled = true;
		}
		if (this.channel instanceof BackpressureChannel<?> closeable) {
			this.closing = closeable.onClose(this::event);
		}
		execute();
	}

	@Override
	public void request(long n) {
		if (n <= 0) {
			this.invalidRequest = new IllegalArgumentException("request must be positive, but is " + n);
		}
		else {
			this.demand.accumulateAndGet(n, (before, more) -> (before + more < 0) ? Long.MAX_VALUE : before + more);
		}
		event();
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		CompletableFuture<T> pending = this.pending;
		if (pending != null) {
			pending.cancel(false);
		}
		event();
	}

	private void event() {
		if (this.events.getAndIncrement() == 0) {
			execute();
		}
	}

	private void execute() {
		this.channel.receiveCalls.execute(this);
	}

	@Override
	public void run() {
		int seen = this.events.get();
		for (int values = 0; values < VALUES_PER_TASK;) {
			if (!this.signals.haveEnded() && publishNext()) {
				values++;
			}
			else {
				seen = this.events.addAndGet(-seen);
				if (seen == 0) {
					return;
				}
			}
		}
		execute();
	}

	/** Publish a value or the end. Returns {@code false} if neither is possible now. */
	private boolean publishNext() {
		Throwable invalidRequest = this.invalidRequest;
		CompletableFuture<T> received = this.pending;
		if (received == null) {
			if (this.cancelled) {
				return end(null);
			}
			if (invalidRequest != null) {
				return end(invalidRequest);
			}
			if (this.demand.get() == 0) {
				return isDrained() && end(this.channel.closing.exception());
			}
			received = receive();
			if (received == null) {
				return true;
			}
		}
		else if (invalidRequest != null) {
			received.cancel(false);
		}
		return received.isDone() && publish(received);
	}

	/**
	 * Receive a value, and publish it if that is possible without waiting. Returns the
	 * receive if it waits, otherwise {@code null}.
	 */
	private @Nullable CompletableFuture<T> receive() {
		CompletableFuture<T> received = AsyncReceive.start(this.channel, WaitLimit.FOREVER, CancellationToken.NONE,
				this.mapping);
		this.pending = received;
		if (received.isDone()) {
			publish(received);
			return null;
		}
		CompletableFuture<T> ignored = received.whenComplete((value, ex) -> event());
		if (this.cancelled) {
			received.cancel(false);
		}
		return received;
	}

	/** Publish the outcome of a receive. */
	private boolean publish(CompletableFuture<T> received) {
		this.pending = null;
		if (received.isCancelled()) {
			return true; // the next call handles the reason
		}
		Throwable failure = received.handle((value, ex) -> ex).join();
		if (failure != null) {
			return end(failure);
		}
		T value = received.join();
		if (this.demand.get() != Long.MAX_VALUE) {
			this.demand.decrementAndGet();
		}
		if (!this.signals.next(value)) {
			this.cancelled = true;
		}
		return true;
	}

	private boolean isDrained() {
		try {
			return this.channel.drained();
		}
		catch (ChannelException ex) {
			return false; // the next receive fails as well
		}
	}

	private boolean end(@Nullable Throwable reason) {
		this.signals.end(reason);
		Registration closing = this.closing;
		if (closing != null) {
			closing.close();
		}
		return true;
	}

}
