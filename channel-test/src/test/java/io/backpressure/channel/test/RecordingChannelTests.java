package io.backpressure.channel.test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.FutureTask;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Recording of values that are sent as a list, or that pass through a subscriber or
 * publisher, and of values whose sends have not returned.
 */
class RecordingChannelTests {

	private static final Flow.Subscription SOURCE = new Flow.Subscription() {

		@Override
		public void request(long n) {
		}

		@Override
		public void cancel() {
		}

	};

	@ParameterizedTest
	@CsvSource({ "BLOCK, 2, cup plate", "ERROR, 2, cup plate", "DROP, 2, cup plate", "DROP_OLDEST, 3, cup plate bowl" })
	void acceptedValuesOfListAreRecorded(BackpressureStrategy strategy, int accepted, String recorded) {
		RecordingChannel<String> channel = channel(strategy);
		assertThat(channel.trySendAll(List.of("cup", "plate", "bowl"))).isEqualTo(accepted);
		assertThat(channel.recording().sent()).containsExactly((Object[]) recorded.split(" "));
		assertThat(channel.recording().sending()).isZero();
	}

	@Test
	void nothingOfListIsRecordedForClosedChannel() {
		RecordingChannel<String> channel = channel(BackpressureStrategy.DROP);
		channel.close();
		assertThat(channel.trySendAll(List.of("cup"))).isZero();
		assertThat(channel.recording().sent()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "DROP, cup plate", "DROP_OLDEST, cup plate bowl" })
	void acceptedValuesOfSubscriberAreRecorded(BackpressureStrategy strategy, String recorded) {
		RecordingChannel<String> channel = channel(strategy);
		Flow.Subscriber<String> subscriber = channel.subscriber();
		subscriber.onSubscribe(SOURCE);
		List.of("cup", "plate", "bowl").forEach(subscriber::onNext);
		subscriber.onComplete();
		assertThat(channel.recording().sent()).containsExactly((Object[]) recorded.split(" "));
		assertThat(channel.recording().sending()).isZero();
	}

	@Test
	void valueOfSubscriberIsInFlightUntilThereIsRoom() throws Exception {
		RecordingChannel<String> channel = channel(BackpressureStrategy.BLOCK);
		Flow.Subscriber<String> subscriber = channel.subscriber();
		subscriber.onSubscribe(SOURCE);
		List.of("cup", "plate", "bowl").forEach(subscriber::onNext);
		assertThat(channel.recording().sent()).containsExactly("cup", "plate");
		assertThat(channel.recording().sending()).isOne();
		assertThat(channel.receive()).isEqualTo("cup");
		await(() -> channel.recording().sending() == 0);
		assertThat(channel.recording().sent()).containsExactly("cup", "plate", "bowl");
		assertThat(channel.buffered()).containsExactly("plate", "bowl");
	}

	@Test
	void rejectedValueOfSubscriberIsNotRecorded() {
		RecordingChannel<String> channel = channel(BackpressureStrategy.BLOCK);
		Flow.Subscriber<String> subscriber = channel.subscriber();
		subscriber.onSubscribe(SOURCE);
		List.of("cup", "plate", "bowl").forEach(subscriber::onNext);
		channel.close();
		await(() -> channel.recording().sending() == 0);
		assertThat(channel.recording().sent()).containsExactly("cup", "plate");
	}

	@Test
	void sentWaitsForTheSendOfReceivedValue() throws Exception {
		CountDownLatch returns = new CountDownLatch(1);
		RecordingChannel<String> channel = new RecordingChannel<>(sendingSlowly(returns));
		FutureTask<Void> send = new FutureTask<>(() -> {
			channel.send("cup");
			return null;
		});
		new Thread(send).start();
		assertThat(channel.receive()).isEqualTo("cup");
		FutureTask<List<Object>> query = new FutureTask<>(() -> channel.recording().sent());
		Thread asking = new Thread(query);
		asking.start();
		await(() -> query.isDone() || asking.getState() == Thread.State.TIMED_WAITING);
		returns.countDown();
		assertThat(query.get()).containsExactly("cup");
		send.get();
	}

	@Test
	void publishedValueIsCountedAfterItIsProcessed() throws Exception {
		RecordingChannel<String> channel = channel(BackpressureStrategy.BLOCK);
		List<Long> counts = new CopyOnWriteArrayList<>();
		channel.publisher().subscribe(new Flow.Subscriber<>() {

			@Override
			public void onSubscribe(Flow.Subscription subscription) {
				subscription.request(Long.MAX_VALUE);
			}

			@Override
			public void onNext(String value) {
				counts.add(channel.recording().receivedByOthers());
			}

			@Override
			public void onError(Throwable failure) {
			}

			@Override
			public void onComplete() {
				counts.add(-1L);
			}

		});
		channel.send("cup");
		channel.send("plate");
		channel.close();
		await(() -> counts.size() == 3);
		assertThat(counts).containsExactly(0L, 1L, -1L);
		assertThat(channel.recording().receivedByOthers()).isEqualTo(2);
	}

	@Test
	@SuppressWarnings("NullAway") // null is passed on purpose
	void nullSubscriberIsRejected() {
		assertThatNullPointerException()
			.isThrownBy(() -> channel(BackpressureStrategy.BLOCK).publisher().subscribe(null))
			.withMessage("subscriber must not be null");
	}

	private static RecordingChannel<String> channel(BackpressureStrategy strategy) {
		return new RecordingChannel<>(BackpressureChannel.<String>builder().bufferSize(2).strategy(strategy).build());
	}

	/**
	 * Create a channel on which {@code send} returns only after a latch has been opened.
	 */
	@SuppressWarnings("unchecked") // the proxy is of this type
	private static BackpressureChannel<String> sendingSlowly(CountDownLatch returns) {
		BackpressureChannel<String> channel = BackpressureChannel.create(2);
		return (BackpressureChannel<String>) Proxy.newProxyInstance(RecordingChannelTests.class.getClassLoader(),
				new Class<?>[] { BackpressureChannel.class }, (proxy, method, arguments) -> {
					Object result = method.invoke(channel, arguments);
					if (method.getName().equals("send")) {
						returns.await();
					}
					return result;
				});
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(condition);
	}

}
