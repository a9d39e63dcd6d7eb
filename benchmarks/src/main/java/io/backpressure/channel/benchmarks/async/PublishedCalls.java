package io.backpressure.channel.benchmarks.async;

import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;

import io.backpressure.channel.benchmarks.peer.Handoff;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/**
 * Handoff through the buffer of a publisher. The subscriber runs on the same thread and
 * requests one value at a time.
 */
final class PublishedCalls implements Handoff {

	private final Consumer<Integer> publisher;

	private final DemandingSubscriber subscriber;

	private @Nullable Integer received;

	private PublishedCalls(Consumer<Integer> publisher, Consumer<DemandingSubscriber> subscription) {
		this.publisher = publisher;
		this.subscriber = new DemandingSubscriber((value) -> this.received = value);
		subscription.accept(this.subscriber);
	}

	static Handoff submissionPublisher(int capacity) {
		SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>(Runnable::run, capacity);
		return new PublishedCalls(publisher::submit, publisher::subscribe);
	}

	static Handoff sink(int capacity) {
		Sinks.Many<Integer> sink = Sinks.many().unicast().onBackpressureBuffer(Queues.<Integer>get(capacity).get());
		return new PublishedCalls((value) -> sink.tryEmitNext(value).orThrow(),
				(subscriber) -> sink.asFlux().subscribe(subscriber));
	}

	@Override
	public void put(Integer value) {
		this.publisher.accept(value);
	}

	@Override
	public Integer take() {
		this.subscriber.request(1);
		Integer value = this.received;
		if (value == null) {
			throw new IllegalStateException("No value was delivered during the request");
		}
		this.received = null;
		return value;
	}

}
