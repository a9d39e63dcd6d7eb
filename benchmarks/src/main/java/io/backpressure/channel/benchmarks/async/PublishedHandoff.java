package io.backpressure.channel.benchmarks.async;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import io.backpressure.channel.benchmarks.peer.BackOff;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

/**
 * Handoff from a publisher to a subscriber. A receive requests all its values at once.
 * The buffer of the publisher is bounded anyway.
 */
final class PublishedHandoff implements AsyncHandoff {

	private final Executor executor;

	private final Consumer<Integer> publisher;

	private final DemandingSubscriber subscriber = new DemandingSubscriber(this::receive);

	/**
	 * The receive in progress, set before its values are requested. The request makes
	 * this field visible to the thread of the subscriber.
	 */
	private @Nullable Receive receive;

	private PublishedHandoff(Executor executor, Consumer<Integer> publisher,
			Consumer<DemandingSubscriber> subscription) {
		this.executor = executor;
		this.publisher = publisher;
		subscription.accept(this.subscriber);
	}

	/** Return a handoff whose sends block while the buffer is full. */
	static AsyncHandoff submissionPublisher(int capacity) {
		ForkJoinPool pool = Pool.create();
		SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(pool, capacity);
		return new PublishedHandoff(pool, publisher::submit, publisher::subscribe);
	}

	/**
	 * Return a handoff whose sends poll while the buffer is full, since a sink cannot
	 * wait. So the sender has a separate thread of Reactor's scheduler. The buffer is the
	 * queue of the sink: {@code publishOn} reads from this queue directly and adds no
	 * other one.
	 */
	static AsyncHandoff sink(int capacity) {
		Scheduler scheduler = Schedulers.newParallel("reactor", Pool.SIZE, true);
		Scheduler.Worker sender = scheduler.createWorker();
		Sinks.Many<Integer> sink = Sinks.many().unicast().onBackpressureBuffer(Queues.<Integer>get(capacity).get());
		return new PublishedHandoff(sender::schedule, (value) -> emit(sink, value),
				(subscriber) -> sink.asFlux().publishOn(scheduler, capacity).subscribe(subscriber));
	}

	private static void emit(Sinks.Many<Integer> sink, Integer value) {
		Sinks.EmitResult result = sink.tryEmitNext(value);
		try {
			for (int turn = 0; result == Sinks.EmitResult.FAIL_OVERFLOW; turn++) {
				BackOff.backOff(turn);
				result = sink.tryEmitNext(value);
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		result.orThrow();
	}

	@Override
	public CompletableFuture<?> send(int count, IntFunction<Integer> values) {
		return CompletableFuture.runAsync(() -> {
			for (int i = 0; i < count; i++) {
				this.publisher.accept(values.apply(i));
			}
		}, this.executor);
	}

	@Override
	public CompletableFuture<?> receive(int count, Consumer<Integer> action) {
		Receive receive = new Receive(count, action);
		this.receive = receive;
		this.subscriber.request(count);
		return receive.finished;
	}

	private void receive(Integer value) {
		Receive receive = this.receive;
		if (receive == null) {
			throw new IllegalStateException("A value was delivered before the first request");
		}
		receive.accept(value);
	}

	private static final class Receive {

		private final Consumer<Integer> action;

		private final CompletableFuture<Object> finished = new CompletableFuture<>();

		private int left;

		Receive(int count, Consumer<Integer> action) {
			this.left = count;
			this.action = action;
		}

		void accept(Integer value) {
			this.action.accept(value);
			this.left--;
			if (this.left == 0) {
				this.finished.complete(this);
			}
		}

	}

}
