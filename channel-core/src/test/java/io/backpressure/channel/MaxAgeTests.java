package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for values that are dropped because of their age.
 */
@EveryBuffer
class MaxAgeTests {

	/** Shorter than the interval at which idle channels are checked. */
	private static final Duration SHORT = Duration.ofMillis(2);

	private static final Duration LONG = Duration.ofHours(1);

	private static final int CAPACITY = 4;

	private static final int THREADS = 2;

	private static final int VALUES = 4_000;

	private final BufferKind buffer;

	private final Recorder<Integer> recorder = new Recorder<>();

	MaxAgeTests(BufferKind buffer) {
		this.buffer = buffer;
	}

	@BeforeEach
	void assumeMaxAge() {
		this.buffer.assume(BufferKind.Feature.MAX_AGE);
	}

	@Test
	void expiredValuesAreDroppedByEveryFormOfReceive() throws Exception {
		for (Map.Entry<String, Form> form : forms().entrySet()) {
			this.recorder.drops().clear();
			BackpressureChannel<Integer> channel = channel(BackpressureStrategy.BLOCK, SHORT);
			sendExpired(channel, 2);
			TestThread<Integer> receiver = TestThread.call(() -> form.getValue().receive(channel));
			int sent = 2;
			while (!receiver.isDone()) {
				sent += (channel.trySend(sent) == SendResult.SENT) ? 1 : 0;
				LockSupport.parkNanos(100_000);
			}
			assertThat(receiver.result()).as(form.getKey()).isGreaterThanOrEqualTo(2);
			assertEveryValueIsAccountedFor(channel, sent);
			assertThat(this.recorder.drops()).as(form.getKey()).contains(0, 1).doesNotHaveDuplicates();
		}
	}

	@Test
	void tryReceiveDropsExpiredValuesOnCallingThread() {
		int dropped = 0;
		for (int round = 0; round < 20; round++) {
			BackpressureChannel<Integer> channel = channel(BackpressureStrategy.BLOCK, SHORT);
			sendExpired(channel, CAPACITY);
			assertThat(channel.tryReceive()).isNull();
			assertThat(channel.size()).isZero();
			dropped += CAPACITY;
			int expected = dropped;
			Poll.until(() -> this.recorder.drops().size() == expected);
			assertThat(channel.stats().droppedCount()).isEqualTo(CAPACITY);
			assertThat(channel.stats().receiveCount()).isZero();
		}
		// with LOCKED the executor drops values as soon as they expire, often before the
		// receive
		if (this.buffer == BufferKinds.RING) {
			assertThat(this.recorder.threads()).contains(Thread.currentThread());
		}
	}

	@Test
	void batchHasNoExpiredValues() throws Exception {
		for (Duration wait : List.of(Duration.ZERO, SHORT)) {
			this.recorder.drops().clear();
			BackpressureChannel<Integer> channel = channel(BackpressureStrategy.BLOCK, SHORT);
			sendExpired(channel, CAPACITY);
			assertThat(channel.receiveBatch(CAPACITY, wait)).isEmpty();
			assertEveryValueIsAccountedFor(channel, CAPACITY);
		}
	}

	@Test
	void youngValuesAreReceived() throws Exception {
		for (BackpressureStrategy strategy : BackpressureStrategy.values()) {
			BackpressureChannel<Integer> channel = channel(strategy, LONG);
			assertThat(channel.maxAge()).isEqualTo(LONG);
			assertThat(channel.measuresBufferWait()).isTrue();
			assertThat(channel.trySendAll(values(0, CAPACITY))).isEqualTo(CAPACITY);
			assertThat(channel.receive()).isZero();
			assertThat(channel.receiveBatch(2, Duration.ZERO)).containsExactly(1, 2);
			assertThat(channel.tryReceive()).isEqualTo(3);
		}
		assertThat(this.recorder.drops()).isEmpty();
	}

	@Test
	void zeroMeansNoMaximumAge() {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.BLOCK, Duration.ZERO);
		assertThat(channel.maxAge()).isZero();
		assertThat(channel.measuresBufferWait()).isFalse();
		assertThat(channel.trySend(1)).isEqualTo(SendResult.SENT);
		assertThat(channel.tryReceive()).isEqualTo(1);
	}

	@Test
	void valuesOfIdleChannelExpire() {
		for (BackpressureStrategy strategy : BackpressureStrategy.values()) {
			this.recorder.drops().clear();
			BackpressureChannel<Integer> channel = channel(strategy, Duration.ofMillis(120));
			channel.trySendAll(values(0, CAPACITY));
			Poll.until(() -> this.recorder.drops().size() == CAPACITY);
			assertThat(this.recorder.drops()).containsExactlyInAnyOrderElementsOf(values(0, CAPACITY));
			assertThat(this.recorder.threads()).doesNotContain(Thread.currentThread());
			assertEveryValueIsAccountedFor(channel, CAPACITY);
			channel.trySend(CAPACITY); // expires as well, after the channel was empty
			Poll.until(() -> this.recorder.drops().size() == CAPACITY + 1);
		}
	}

	@Test
	void expiryWakesEverySenderThatGetsRoom() throws Exception {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.BLOCK, Duration.ofMillis(120));
		channel.trySendAll(values(0, CAPACITY));
		List<TestThread<Void>> senders = TestThread.runEach(3 * CAPACITY,
				(number) -> () -> channel.send(CAPACITY + number));
		TestThread.joinAll(senders);
		Poll.until(() -> this.recorder.drops().size() == 4 * CAPACITY);
		assertThat(this.recorder.drops()).contains(0, 1, 2, 3).doesNotHaveDuplicates();
		assertEveryValueIsAccountedFor(channel, 4 * CAPACITY);
	}

	@Test
	void asynchronousSendGetsRoomOfExpiredValue() throws Exception {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.BLOCK, SHORT);
		channel.trySendAll(values(0, CAPACITY));
		assertThat(channel.sendAsync(CAPACITY).get()).isEqualTo(SendResult.SENT);
		Poll.until(() -> this.recorder.drops().size() == CAPACITY + 1);
	}

	@Test
	void evictedAndExpiredValuesAreDroppedOnce() {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.DROP_OLDEST, SHORT);
		for (int value = 0; value < 1000; value++) {
			assertThat(channel.trySend(value)).isEqualTo(SendResult.SENT);
			if (value % 50 == 0) {
				LockSupport.parkNanos(SHORT.toNanos());
			}
		}
		Poll.until(() -> this.recorder.drops().size() == 1000);
		assertThat(this.recorder.drops()).containsExactlyInAnyOrderElementsOf(values(0, 1000));
		assertEveryValueIsAccountedFor(channel, 1000);
	}

	@Test
	void purgeDiscardsOnlyYoungValues() {
		BackpressureChannel<Integer> expired = channel(BackpressureStrategy.BLOCK, SHORT);
		sendExpired(expired, 3);
		assertThat(expired.purge()).isZero();
		assertThat(expired.stats().droppedCount()).isEqualTo(3);
		assertThat(expired.stats().purgedCount()).isZero();
		BackpressureChannel<Integer> young = channel(BackpressureStrategy.BLOCK, LONG);
		young.trySendAll(values(0, 3));
		assertThat(young.purge()).isEqualTo(3);
		assertThat(young.stats().droppedCount()).isZero();
	}

	@Test
	void closedChannelIsDrainedByExpiry() throws Exception {
		BackpressureChannel<Integer> idle = channel(BackpressureStrategy.BLOCK, Duration.ofMillis(60));
		idle.trySendAll(values(0, 3));
		idle.close();
		assertThat(idle.awaitDrained(LONG)).isTrue();
		assertThat(idle.isDrained()).isTrue();
		BackpressureChannel<Integer> received = channel(BackpressureStrategy.BLOCK, SHORT);
		sendExpired(received, 3);
		received.close();
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(received::receive);
		assertThat(received.isDrained()).isTrue();
		assertThat(received.awaitDrained(Duration.ZERO)).isTrue();
		Poll.until(() -> this.recorder.drops().size() == 6);
	}

	@Test
	void onDropMaySendToTheChannel() {
		BackpressureChannel<Integer> channel = channel(BackpressureStrategy.BLOCK, SHORT);
		channel.observe(new BackpressureChannel.Observer<Integer>() {

			@Override
			public void onDrop(Integer value) {
				if (value < 10 * CAPACITY) {
					assertThat(channel.trySend(value + CAPACITY)).isEqualTo(SendResult.SENT);
				}
			}

		});
		sendExpired(channel, CAPACITY);
		while (channel.tryReceive() == null && channel.size() > 0) {
			LockSupport.parkNanos(SHORT.toNanos());
		}
		Poll.until(() -> this.recorder.drops().size() + channel.stats().receiveCount() == channel.stats().sendCount());
		assertThat(this.recorder.drops()).contains(0, 1, 2, 3).doesNotHaveDuplicates();
		assertThat(this.recorder.errors()).isEmpty();
	}

	@Test
	void nothingIsLostUnderLoad() throws Exception {
		SplittableRandom random = new SplittableRandom(29);
		for (BackpressureStrategy strategy : List.of(BackpressureStrategy.BLOCK, BackpressureStrategy.DROP_OLDEST,
				BackpressureStrategy.BLOCK)) {
			this.recorder.drops().clear();
			BackpressureChannel<Integer> channel = channel(strategy, Duration.ofNanos(1 + random.nextInt(100_000)));
			Set<Integer> received = ConcurrentHashMap.newKeySet();
			List<TestThread<Void>> receivers = TestThread.runEach(THREADS,
					(number) -> () -> receiveAll(channel, received));
			TestThread.joinAll(TestThread.runEach(THREADS, (number) -> () -> {
				for (int value = 0; value < VALUES; value++) {
					channel.send(value * THREADS + number);
				}
			}));
			channel.close();
			TestThread.joinAll(receivers);
			Poll.until(() -> received.size() + this.recorder.drops().size() == THREADS * VALUES);
			assertThat(channel.stats().receiveCount()).isEqualTo(received.size());
			assertEveryValueIsAccountedFor(channel, THREADS * VALUES);
			received.addAll(this.recorder.drops());
			assertThat(received).hasSize(THREADS * VALUES);
		}
	}

	/**
	 * Receive until the channel is drained. Values with the same remainder modulo
	 * {@code THREADS} have the same sender, and must arrive in the order in which they
	 * were sent.
	 */
	private static void receiveAll(BackpressureChannel<Integer> channel, Set<Integer> received)
			throws InterruptedException {
		int[] last = new int[THREADS];
		Arrays.fill(last, -1);
		for (int turn = 0;; turn++) {
			try {
				List<Integer> values = (turn % 3 == 0) ? channel.receiveBatch(3, SHORT) : List.of(channel.receive());
				for (int value : values) {
					assertThat(received.add(value)).as("received once").isTrue();
					assertThat(value).as("order").isGreaterThan(last[value % THREADS]);
					last[value % THREADS] = value;
				}
			}
			catch (ChannelClosedException ex) {
				return;
			}
		}
	}

	/** Return every form of receive. Each form returns the first value that it gets. */
	private static Map<String, Form> forms() {
		Map<String, Form> forms = new LinkedHashMap<>();
		forms.put("receive", BackpressureChannel::receive);
		forms.put("receive with timeout", (channel) -> channel.receive(LONG));
		forms.put("receive with token", (channel) -> channel.receive(CancellationSource.create().token()));
		forms.put("tryReceive", (channel) -> untilPresent(channel::tryReceive));
		forms.put("tryReceive with timeout", (channel) -> channel.tryReceive(LONG));
		forms.put("receiveBatch", (channel) -> channel.receiveBatch(1, LONG).get(0));
		forms.put("receiveBatch without wait",
				(channel) -> untilPresent(() -> first(channel.receiveBatch(9, Duration.ZERO))));
		forms.put("forEach", MaxAgeTests::receiveByForEach);
		forms.put("receiveAsync", (channel) -> channel.receiveAsync().get());
		forms.put("publisher", MaxAgeTests::receiveByPublisher);
		forms.put("select",
				(channel) -> ChannelSelect.fair(BackpressureChannel.<Integer>create(1), channel).receive().value());
		return forms;
	}

	private static Integer receiveByForEach(BackpressureChannel<Integer> channel) throws InterruptedException {
		List<Integer> values = new ArrayList<>();
		CancellationSource source = CancellationSource.create();
		try {
			channel.forEach((value) -> {
				values.add(value);
				source.cancel();
			}, source.token());
		}
		catch (ChannelCancelledException ex) {
			// ends the loop
		}
		return values.get(0);
	}

	private static Integer receiveByPublisher(BackpressureChannel<Integer> channel) throws InterruptedException {
		BackpressureChannel<Integer> values = BackpressureChannel.create(1);
		channel.publisher().subscribe(new Flow.Subscriber<>() {

			@Override
			public void onSubscribe(Flow.Subscription subscription) {
				subscription.request(1);
			}

			@Override
			public void onNext(Integer value) {
				values.trySend(value);
			}

			@Override
			public void onError(Throwable ex) {
				values.close(ex);
			}

			@Override
			public void onComplete() {
				values.close();
			}

		});
		return values.receive();
	}

	private static Integer untilPresent(Form.Attempt attempt) throws Exception {
		Integer value = attempt.receive();
		while (value == null) {
			Thread.onSpinWait();
			value = attempt.receive();
		}
		return value;
	}

	private static Integer first(List<Integer> values) {
		return values.isEmpty() ? null : values.get(0);
	}

	/** Wait until no value is left, and check the counts. */
	private void assertEveryValueIsAccountedFor(BackpressureChannel<Integer> channel, int sent) {
		Poll.until(() -> channel.size() == 0 && this.recorder.drops().size() == channel.stats().droppedCount());
		ChannelStats stats = channel.stats();
		assertThat(stats.sendCount()).isEqualTo(sent);
		assertThat(stats.receiveCount() + stats.droppedCount()).isEqualTo(sent);
		assertThat(stats.purgedCount()).isZero();
	}

	/** Send 0, 1, 2... and wait until they are too old. */
	private static void sendExpired(BackpressureChannel<Integer> channel, int count) {
		assertThat(channel.trySendAll(values(0, count))).isEqualTo(count);
		long sent = System.nanoTime();
		while (System.nanoTime() - sent <= channel.maxAge().toNanos()) {
			LockSupport.parkNanos(channel.maxAge().toNanos());
		}
	}

	private BackpressureChannel<Integer> channel(BackpressureStrategy strategy, Duration maxAge) {
		return this.buffer.build(this.recorder.on(BackpressureChannel.<Integer>builder())
			.strategy(strategy)
			.bufferSize(CAPACITY)
			.maxAge(maxAge));
	}

	private static List<Integer> values(int from, int to) {
		return IntStream.range(from, to).boxed().toList();
	}

	/** Form of a receive. */
	private interface Form {

		Integer receive(BackpressureChannel<Integer> channel) throws Exception;

		/** Attempt to receive a value. */
		interface Attempt {

			Integer receive() throws Exception;

		}

	}

}
