package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Examples from the documentation of the Go package from which this library originates,
 * written with this library.
 */
@Timeout(180)
class GoExamplesTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stopThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void basics() throws Exception {
		try (BackpressureChannel<Integer> channel = BackpressureChannel.create(3)) {
			channel.send(1);
			channel.send(2);
			channel.send(3);
			assertThat(channel.size()).isEqualTo(3);
			assertThat(channel.receive()).isEqualTo(1);
			assertThat(channel.receive()).isEqualTo(2);
			assertThat(channel.size()).isEqualTo(1);
		}
	}

	@Test
	void blocking() throws Exception {
		BackpressureChannel<String> channel = BackpressureChannel.create(2);
		channel.send("first");
		channel.send("second");
		TestThread<Void> sender = TestThread.run(() -> channel.send("third")).awaitParked();
		assertThat(channel.receive()).isEqualTo("first");
		sender.result();
		assertThat(channel.size()).isEqualTo(2);
	}

	@Test
	void dropping() throws Exception {
		List<Integer> dropped = new ArrayList<>();
		BackpressureChannel<Integer> channel = BackpressureChannel.<Integer>builder()
			.bufferSize(2)
			.strategy(BackpressureStrategy.DROP)
			.onDrop(dropped::add)
			.build();
		for (int value = 1; value <= 4; value++) {
			channel.send(value);
		}
		assertThat(Drain.of(channel)).containsExactly(1, 2);
		assertThat(dropped).containsExactly(3, 4);
	}

	@Test
	void droppingTheOldest() throws Exception {
		List<String> dropped = new ArrayList<>();
		BackpressureChannel<String> channel = BackpressureChannel.<String>builder()
			.bufferSize(3)
			.strategy(BackpressureStrategy.DROP_OLDEST)
			.onDrop(dropped::add)
			.build();
		for (String value : List.of("old1", "old2", "old3", "new1", "new2")) {
			channel.send(value);
		}
		assertThat(dropped).containsExactly("old1", "old2");
		assertThat(Drain.of(channel)).containsExactly("old3", "new1", "new2");
	}

	@Test
	void failing() throws Exception {
		BackpressureChannel<Integer> channel = BackpressureChannel.<Integer>builder()
			.name("orders")
			.bufferSize(2)
			.strategy(BackpressureStrategy.ERROR)
			.build();
		channel.send(1);
		channel.send(2);
		assertThatExceptionOfType(ChannelFullException.class).isThrownBy(() -> channel.send(3))
			.withMessage("Channel 'orders' is full (capacity 2)");
		assertThat(channel.size()).isEqualTo(2);
	}

	@Test
	void cancelling() {
		BackpressureChannel<Integer> channel = BackpressureChannel.create(1);
		try (CancellationSource request = CancellationSource.withTimeout(Duration.ofMillis(10))) {
			assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(() -> channel.receive(request.token()));
			request.cancel();
			assertThatExceptionOfType(ChannelCancelledException.class)
				.isThrownBy(() -> channel.receive(request.token()));
		}
	}

	@Test
	void tryingWithoutWaiting() {
		BackpressureChannel<String> channel = BackpressureChannel.create(2);
		assertThat(channel.trySend("hello")).isEqualTo(SendResult.SENT);
		assertThat(channel.tryReceive()).isEqualTo("hello");
		assertThat(channel.tryReceive()).isNull();
	}

	@Test
	void timeouts() throws Exception {
		BackpressureChannel<Integer> channel = BackpressureChannel.<Integer>builder()
			.bufferSize(1)
			.strategy(BackpressureStrategy.DROP)
			.sendTimeout(Duration.ofMillis(50))
			.receiveTimeout(Duration.ofMillis(5))
			.build();
		channel.send(1);
		assertThat(channel.trySend(2)).isEqualTo(SendResult.DROPPED);
		assertThat(channel.receive()).isEqualTo(1);
		assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(channel::receive)
			.withMessageContaining("receiveTimeout");
	}

	@Test
	void statistics() throws Exception {
		BackpressureChannel<Integer> channel = BackpressureChannel.create(5);
		for (int value = 0; value < 3; value++) {
			channel.send(value);
		}
		channel.receive();
		channel.receive();
		ChannelStats stats = channel.stats();
		assertThat(stats.sendCount()).isEqualTo(3);
		assertThat(stats.receiveCount()).isEqualTo(2);
		assertThat(stats.droppedCount()).isZero();
		assertThat(stats.bufferUtilization()).isEqualTo(0.2);
	}

	@Test
	void producerAndConsumer() throws Exception {
		BackpressureChannel<Integer> channel = BackpressureChannel.create(10);
		List<Integer> consumed = new ArrayList<>();
		Future<?> consumer = this.threads.submit(() -> {
			channel.forEach(consumed::add);
			return null;
		});
		for (int value = 0; value < 50; value++) {
			channel.send(value * value);
		}
		channel.close();
		consumer.get();
		assertThat(consumed).hasSize(50).endsWith(49 * 49);
	}

	@Test
	void workerPool() throws Exception {
		BackpressureChannel<Integer> jobs = BackpressureChannel.create(5);
		BackpressureChannel<Integer> results = BackpressureChannel.create(100);
		List<Future<?>> workers = IntStream.range(0, 3).<Future<?>>mapToObj((worker) -> this.threads.submit(() -> {
			jobs.forEach((job) -> results.trySend(job * 2));
			return null;
		})).toList();
		for (int job = 0; job < 100; job++) {
			jobs.send(job);
		}
		jobs.close();
		for (Future<?> worker : workers) {
			worker.get();
		}
		assertThat(Drain.of(results))
			.containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).mapToObj((job) -> job * 2).toList());
	}

	@Test
	void limitingConcurrency() throws Exception {
		BackpressureChannel<Boolean> permits = BackpressureChannel.create(2);
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		List<Future<?>> tasks = IntStream.range(0, 50).<Future<?>>mapToObj((task) -> this.threads.submit(() -> {
			permits.send(true);
			try {
				most.accumulateAndGet(running.incrementAndGet(), Math::max);
				running.decrementAndGet();
			}
			finally {
				permits.tryReceive();
			}
			return null;
		})).toList();
		for (Future<?> task : tasks) {
			task.get();
		}
		assertThat(most.get()).isBetween(1, 2);
	}

	@Test
	void eventStream() {
		AtomicInteger dropped = new AtomicInteger();
		BackpressureChannel<Integer> events = BackpressureChannel.<Integer>builder()
			.bufferSize(10)
			.strategy(BackpressureStrategy.DROP_OLDEST)
			.onDrop((event) -> dropped.incrementAndGet())
			.build();
		IntStream.range(0, 1000).forEach(events::trySend);
		assertThat(dropped).hasValue(990);
		assertThat(Drain.of(events)).hasSize(10).startsWith(990);
	}

	@Test
	void batching() throws Exception {
		BackpressureChannel<Integer> requests = BackpressureChannel.create(100);
		IntStream.range(0, 25).forEach(requests::trySend);
		requests.close();
		List<Integer> sizes = new ArrayList<>();
		try {
			for (;;) {
				sizes.add(requests.receiveBatch(10, Duration.ofMillis(100)).size());
			}
		}
		catch (ChannelClosedException ex) {
			assertThat(sizes).containsExactly(10, 10, 5);
		}
	}

	@Test
	void sheddingLoad() {
		BackpressureChannel<String> requests = BackpressureChannel.<String>builder()
			.bufferSize(10)
			.strategy(BackpressureStrategy.ERROR)
			.build();
		long shed = IntStream.range(0, 15)
			.filter((number) -> requests.trySend("request " + number) == SendResult.FULL)
			.count();
		assertThat(shed).isEqualTo(5);
	}

	@Test
	void pipeline() throws Exception {
		BackpressureChannel<Integer> raw = BackpressureChannel.create(2);
		BackpressureChannel<Integer> processed = BackpressureChannel.create(2);
		BackpressureChannel<String> enriched = BackpressureChannel.create(2);
		stage(raw, (value) -> processed.send(value + 1), processed);
		stage(processed, (value) -> enriched.send("#" + value), enriched);
		ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();
		Future<?> last = this.threads.submit(() -> {
			enriched.forEach(output::add);
			return null;
		});
		for (int value = 0; value < 20; value++) {
			raw.send(value);
		}
		raw.close();
		last.get();
		assertThat(output).hasSize(20).startsWith("#1").endsWith("#20");
	}

	private <T> void stage(ChannelReceiver<T> from, Step<T> step, AutoCloseable next) {
		this.threads.submit(() -> {
			try (next) {
				from.forEach((value) -> {
					try {
						step.on(value);
					}
					catch (InterruptedException ex) {
						throw new IllegalStateException(ex);
					}
				});
			}
			return null;
		});
	}

	@Test
	void spreadingOverSeveralChannels() {
		List<BackpressureChannel<Integer>> workers = IntStream.range(0, 3)
			.mapToObj((worker) -> BackpressureChannel.<Integer>create(10))
			.toList();
		for (int task = 0; task < 9; task++) {
			assertThat(workers.get(task % workers.size()).trySend(task)).isEqualTo(SendResult.SENT);
		}
		assertThat(workers).allMatch((worker) -> worker.size() == 3);
	}

	private interface Step<T> {

		void on(T value) throws InterruptedException;

	}

}
