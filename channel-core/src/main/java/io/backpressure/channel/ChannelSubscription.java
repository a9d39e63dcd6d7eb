package io.backpressure.channel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Subscription of one subscriber to the values of a channel. A {@link SerialTask} signals
 * the subscriber. Each step of the task signals a received value, if the subscriber has
 * requested one, or the end.
 *
 * @param <V> the type of the values in the channel
 * @param <T> the type of the published values
 */
final class ChannelSubscription<V, T> implements Flow.Subscription {

	/*
	 * One thread at a time takes steps, so signals are serial. Requests, values,
	 * cancellations and closes wake up the task. A value is received only when there is
	 * demand for it. If the channel is empty, the subscription starts an asynchronous
	 * receive, and continues when the receive completes. A cancellation of the
	 * subscription cancels that receive. If the receive has already succeeded, its value
	 * is still published.
	 *
	 * Errors. A received value stays in 'pending' until it is about to be published, so a
	 * step that fails loses no value. A failed step ends the subscription, as an invalid
	 * request does.
	 */

	private final ReceivingChannel<V> channel;

	private final Function<? super V, ? extends T> mapping;

	private final SubscriberSignals<T> signals;

	private final SerialTask task;

	private final AtomicLong demand = new AtomicLong();

	private volatile boolean cancelled;

	/** Invalid request, or error of a step. */
	private volatile @Nullable Throwable failure;

	private volatile @Nullable CompletableFuture<T> pending;

	/** True if {@link #pending} wakes up the task. Used only within steps. */
	private boolean observed;

	private volatile @Nullable Registration closing;

	ChannelSubscription(ReceivingChannel<V> channel, Function<? super V, ? extends T> mapping,
			Flow.Subscriber<? super T> subscriber) {
		this.channel = channel;
		this.mapping = mapping;
		this.signals = new SubscriberSignals<>(subscriber, channel.settings.name());
		this.task = new SerialTask(channel.settings.executor(), this::step, (failure) -> this.failure = failure);
	}

	/** Signal onSubscribe, and then the rest on the executor. */
	void begin() {
		StackReserve.check();
		if (!this.signals.subscribed(this)) {
			this.cancelled = true;
		}
		try {
			if (this.channel instanceof BackpressureChannel<?> closeable) {
				this.closing = closeable.onClose(this.task::wake);
			}
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
		this.task.start();
	}

	@Override
	public void request(long n) {
		this.task.checkStack();
		if (n <= 0) {
			this.failure = new IllegalArgumentException("request must be positive, but is " + n);
		}
		else {
			addDemand(n);
		}
		this.task.wake();
	}

	/** Add to the demand without a lambda: linking it could overflow the stack. */
	private void addDemand(long n) {
		long before;
		do {
			before = this.demand.get();
		}
		while (!this.demand.compareAndSet(before, (before + n < 0) ? Long.MAX_VALUE : before + n));
	}

	@Override
	public void cancel() {
		this.task.checkStack();
		this.cancelled = true;
		CompletableFuture<T> pending = this.pending;
		if (pending != null) {
			pending.cancel(false);
		}
		this.task.wake();
	}

	/** Publish a value or the end. Returns {@code false} if neither is possible now. */
	private boolean step() {
		if (this.signals.haveEnded()) {
			return false;
		}
		CompletableFuture<T> received = this.pending;
		if (received == null) {
			if (this.cancelled) {
				return end(null);
			}
			if (this.failure != null) {
				return end(this.failure);
			}
			if (this.demand.get() == 0) {
				return isDrained() && end(this.channel.closing.exception());
			}
			received = receive();
		}
		if (this.cancelled || this.failure != null) {
			received.cancel(false);
		}
		return received.isDone() ? publish(received) : observe(received);
	}

	private CompletableFuture<T> receive() {
		CompletableFuture<T> received = AsyncReceive.start(this.channel, WaitLimit.FOREVER, CancellationToken.NONE,
				this.mapping);
		this.pending = received;
		this.observed = false;
		return received;
	}

	/** Let the end of a receive wake up the task. Returns {@code false}. */
	private boolean observe(CompletableFuture<T> received) {
		if (!this.observed) {
			CompletableFuture<T> ignored = received.whenComplete((value, ex) -> this.task.wake());
			this.observed = true;
		}
		return false;
	}

	/** Publish the outcome of a receive. */
	private boolean publish(CompletableFuture<T> received) {
		if (received.isCancelled()) {
			this.pending = null;
			return true; // the next step handles the reason
		}
		if (received.isCompletedExceptionally()) {
			return end(received.handle((value, ex) -> ex).join());
		}
		T value = received.join();
		if (this.demand.get() != Long.MAX_VALUE) {
			this.demand.decrementAndGet();
		}
		this.pending = null;
		boolean accepted = false;
		try {
			accepted = this.signals.next(value);
		}
		finally {
			if (!accepted) {
				this.cancelled = true;
			}
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
		this.pending = null;
		Registration closing = this.closing;
		if (closing != null) {
			closing.close();
		}
		return true;
	}

}
