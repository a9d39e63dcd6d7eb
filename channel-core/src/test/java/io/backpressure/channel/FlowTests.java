package io.backpressure.channel;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for channels as publishers and subscribers.
 */
@EveryBuffer
class FlowTests {

	private final BufferKind buffer;

	FlowTests(BufferKind buffer) {
		this.buffer = buffer;
	}

	@Test
	void subscriberReceivesOnlyOnDemand() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 2);
		Collector subscriber = new Collector();
		channel.publisher().subscribe(subscriber);
		channel.send(0);
		channel.send(1);
		assertThat(channel.trySend(2)).isEqualTo(SendResult.FULL);
		assertThat(channel.size()).isEqualTo(2);
		subscriber.subscription().request(1);
		Poll.until(() -> subscriber.values.equals(List.of(0)));
		assertThat(channel.size()).isEqualTo(1);
		subscriber.subscription().request(Long.MAX_VALUE);
		for (int value = 2; value < 100; value++) {
			channel.send(value);
		}
		channel.close();
		Poll.until(() -> subscriber.completed);
		assertThat(subscriber.values).hasSize(100).isSorted();
		assertThat(channel.stats().receiveCount()).isEqualTo(100);
	}

	@Test
	void subscribersCompete() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 2);
		Flow.Publisher<Integer> publisher = channel.publisher();
		Collector first = new Collector();
		Collector second = new Collector();
		publisher.subscribe(first);
		publisher.subscribe(second);
		first.subscription().request(1);
		second.subscription().request(1);
		channel.send(1);
		channel.send(2);
		Poll.until(() -> first.values.size() + second.values.size() == 2);
		assertThat(first.values).hasSize(1).doesNotContainAnyElementsOf(second.values);
	}

	@Test
	void cancellationLosesNoValue() throws Exception {
		int times = this.buffer.times(200);
		for (int time = 0; time < times; time++) {
			BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
			Collector subscriber = new Collector();
			channel.publisher().subscribe(subscriber);
			subscriber.subscription().request(1);
			TestThread<Void> sender = TestThread.run(() -> channel.send(1));
			subscriber.subscription().cancel();
			sender.result();
			Poll.until(() -> channel.size() + subscriber.values.size() == 1);
		}
	}

	@Test
	void causeOfCloseIsSignalledAsError() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		Collector subscriber = new Collector();
		channel.publisher().subscribe(subscriber);
		subscriber.subscription().request(5);
		IllegalStateException cause = new IllegalStateException();
		channel.close(cause);
		Poll.until(() -> subscriber.error != null);
		assertThat(subscriber.error).isInstanceOf(ChannelClosedException.class).hasCause(cause);
		assertThat(subscriber.values).containsExactly(0);
	}

	@Test
	void drainedChannelCompletesSubscriberWithoutDemand() {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		Collector waiting = new Collector();
		channel.publisher().subscribe(waiting);
		channel.close();
		Collector late = new Collector();
		channel.publisher().subscribe(late);
		Poll.until(() -> waiting.completed && late.completed);
	}

	@Test
	void closedChannelCompletesSubscriberAfterLastValue() {
		BackpressureChannel<Integer> channel = this.buffer.full(2);
		Collector subscriber = new Collector();
		channel.publisher().subscribe(subscriber);
		channel.close();
		for (int requested = 1; requested <= 2; requested++) {
			int expected = requested;
			subscriber.subscription().request(1);
			Poll.until(() -> subscriber.values.size() == expected || subscriber.completed);
		}
		Poll.until(() -> subscriber.completed);
		assertThat(subscriber.values).containsExactly(0, 1);
	}

	@Test
	void signalsRunOnExecutor() throws Exception {
		ExecutorService executor = Executors.newCachedThreadPool((task) -> new Thread(task, "channel-executor"));
		BackpressureChannel<Integer> channel = this.buffer
			.build(BackpressureChannel.<Integer>builder().bufferSize(1).executor(executor));
		Collector subscriber = new Collector();
		channel.publisher().subscribe(subscriber);
		for (int value = 0; value < 20; value++) {
			int last = value;
			subscriber.subscription().request(1);
			channel.send(value);
			Poll.until(() -> subscriber.values.contains(last));
		}
		channel.close();
		Poll.until(() -> subscriber.completed);
		assertThat(subscriber.threads).containsOnly("channel-executor");
		executor.shutdown();
	}

	@Test
	void throwingSubscriberIsCancelled() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(2);
		LogCapture log = LogCapture.of(BackpressureChannel.class);
		try {
			Collector subscriber = new Collector();
			subscriber.failing = true;
			channel.publisher().subscribe(subscriber);
			subscriber.subscription().request(2);
			Poll.until(() -> channel.size() == 1);
		}
		finally {
			log.close();
		}
		assertThat(channel.receive()).isEqualTo(1);
	}

	@Test
	void fullChannelSlowsPublisherDown() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 2);
		try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>()) {
			publisher.subscribe(channel.subscriber());
			for (int value = 0; value < 50; value++) {
				publisher.submit(value);
			}
			for (int value = 0; value < 50; value++) {
				assertThat(channel.receive()).isEqualTo(value);
			}
			publisher.submit(50);
			Poll.until(() -> channel.size() == 1);
			channel.close();
			Poll.until(() -> publisher.getNumberOfSubscribers() == 0);
		}
		assertThat(channel.receive()).isEqualTo(50);
	}

	@Test
	void subscriberRequestsOnlyWhatThereIsRoomFor() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 2);
		AtomicLong requested = new AtomicLong();
		Flow.Subscriber<Integer> subscriber = channel.subscriber();
		subscriber.onSubscribe(new Flow.Subscription() {

			@Override
			public void request(long n) {
				requested.addAndGet(n);
			}

			@Override
			public void cancel() {
				// not expected
			}

		});
		for (int value = 0; value < 3; value++) {
			int next = value;
			Poll.until(() -> requested.get() > next);
			subscriber.onNext(value);
		}
		Poll.untilBlockedSends(channel, 1);
		assertThat(requested).hasValue(3);
		assertThat(channel.receive()).isZero();
		Poll.until(() -> requested.get() == 4);
	}

	@Test
	void endOfPublisherLeavesChannelOpen() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 2);
		try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>()) {
			publisher.subscribe(channel.subscriber());
			publisher.submit(1);
		}
		assertThat(channel.receive()).isEqualTo(1);
		assertThat(channel.isClosed()).isFalse();
		LogCapture log = LogCapture.of(BackpressureChannel.class);
		try {
			channel.subscriber().onError(new IllegalStateException("thrown by the publisher"));
		}
		finally {
			log.close();
		}
		assertThat(channel.isClosed()).isFalse();
	}

	/** Subscriber that collects its signals. */
	private static final class Collector implements Flow.Subscriber<Integer> {

		final List<Integer> values = new CopyOnWriteArrayList<>();

		final Set<String> threads = ConcurrentHashMap.newKeySet();

		private volatile Flow.@Nullable Subscription subscription;

		volatile boolean completed;

		volatile @Nullable Throwable error;

		volatile boolean failing;

		Flow.Subscription subscription() {
			Flow.Subscription subscription = this.subscription;
			assertThat(subscription).isNotNull();
			return subscription;
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.subscription = subscription;
		}

		@Override
		public void onNext(Integer value) {
			if (this.failing) {
				throw new IllegalStateException("thrown by the subscriber");
			}
			this.threads.add(Thread.currentThread().getName());
			this.values.add(value);
		}

		@Override
		public void onError(Throwable failure) {
			this.error = failure;
		}

		@Override
		public void onComplete() {
			this.threads.add(Thread.currentThread().getName());
			this.completed = true;
		}

	}

}
