package io.backpressure.channel;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;

/**
 * Tests of the Reactive Streams TCK for the publisher and the subscriber of a channel.
 */
@EveryBuffer
class FlowTckTests {

	private final BufferKind buffer;

	FlowTckTests(BufferKind buffer) {
		this.buffer = buffer;
	}

	@TestFactory
	Stream<DynamicTest> publisherConformsToSpecification() {
		return Verification.tests(PublisherVerification.class, () -> new PublisherVerification(this.buffer));
	}

	@TestFactory
	Stream<DynamicTest> subscriberConformsToSpecification() {
		return Verification.tests(SubscriberVerification.class, () -> new SubscriberVerification(this.buffer));
	}

	/** Verification of the publisher. */
	public static final class PublisherVerification extends FlowPublisherVerification<Long> implements AutoCloseable {

		private static final long GC_TIMEOUT_MILLIS = 1_000;

		private final BufferKind buffer;

		private final List<BackpressureChannel<Long>> channels = new CopyOnWriteArrayList<>();

		PublisherVerification(BufferKind buffer) {
			super(Verification.environment(), GC_TIMEOUT_MILLIS);
			this.buffer = buffer;
		}

		@Override
		public Flow.Publisher<Long> createFlowPublisher(long elements) {
			BackpressureChannel<Long> channel = create();
			ThreadKind.PLATFORM.start(() -> send(channel, elements));
			return channel.publisher();
		}

		private static void send(BackpressureChannel<Long> channel, long elements) {
			try {
				for (long element = 0; element < elements; element++) {
					channel.send(element);
				}
				channel.close();
			}
			catch (ChannelException | InterruptedException ex) {
				// the test has ended
			}
		}

		@Override
		public Flow.Publisher<Long> createFailedFlowPublisher() {
			BackpressureChannel<Long> channel = create();
			channel.close(new IllegalStateException("failed"));
			return channel.publisher();
		}

		private BackpressureChannel<Long> create() {
			BackpressureChannel<Long> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 4);
			this.channels.add(channel);
			return channel;
		}

		@Override
		public void close() {
			this.channels.forEach(BackpressureChannel::close);
		}

	}

	/** Verification of the subscriber. */
	public static final class SubscriberVerification extends FlowSubscriberBlackboxVerification<Long>
			implements AutoCloseable {

		private final BackpressureChannel<Long> channel;

		SubscriberVerification(BufferKind buffer) {
			super(Verification.environment());
			this.channel = buffer.channel(BackpressureStrategy.BLOCK, 4);
		}

		@Override
		public Flow.Subscriber<Long> createFlowSubscriber() {
			return this.channel.subscriber();
		}

		@Override
		public Long createElement(int element) {
			return (long) element;
		}

		@Override
		public void close() {
			this.channel.close();
		}

	}

}
