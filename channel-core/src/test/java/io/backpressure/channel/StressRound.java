package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Round of a stress test. All its random choices follow from a seed.
 */
final class StressRound {

	private static final int[] CAPACITIES = { 1, 1, 2, 3, 7, 8, 16, 100, 128 };

	/**
	 * Number of low bits of a value, which hold its sequence number. The high bits hold
	 * the number of its sender.
	 */
	private static final int BITS = 32;

	private final long seed;

	private final RandomGenerator random;

	private final BackpressureStrategy strategy;

	private final ThreadKind threads;

	private final int senders;

	private final int receivers;

	private final int values;

	private final boolean closes;

	private final boolean purges;

	private final boolean snapshots;

	/** If set, values expire, so a dropped value may have been accepted before. */
	private final boolean expires;

	private final boolean resizes;

	private final BackpressureChannel<Long> channel;

	/** Selects from the channel and from another one, which is always empty. */
	private final ChannelSelect<Long> select;

	private final CancellationSource root = CancellationSource.create();

	private final Map<Long, AtomicInteger> recorder = new ConcurrentHashMap<>();

	private final AtomicLong rejected = new AtomicLong();

	private final AtomicLong dropped = new AtomicLong();

	private final AtomicLong blocked = new AtomicLong();

	private final AtomicLong purged = new AtomicLong();

	private final AtomicLong received = new AtomicLong();

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	StressRound(BufferKind buffer, long seed) {
		this.seed = seed;
		// with Random, neighbouring seeds would lead to similar choices
		this.random = new SplittableRandom(seed);
		BackpressureStrategy[] strategies = BackpressureStrategy.values();
		this.strategy = strategies[this.random.nextInt(strategies.length)];
		this.threads = (this.random.nextBoolean() && ThreadKind.VIRTUAL.isAvailable()) ? ThreadKind.VIRTUAL
				: ThreadKind.PLATFORM;
		this.senders = 1 + this.random.nextInt(5);
		this.receivers = 1 + this.random.nextInt(5);
		this.values = 100 + this.random.nextInt(buffer.times(1500));
		this.closes = this.random.nextInt(3) == 0;
		this.purges = this.random.nextInt(3) == 0;
		this.snapshots = buffer.has(BufferKind.Feature.SNAPSHOTS);
		this.expires = this.random.nextInt(4) == 0 && this.strategy != BackpressureStrategy.DROP
				&& buffer.has(BufferKind.Feature.MAX_AGE);
		this.resizes = this.random.nextInt(3) == 0 && buffer.has(BufferKind.Feature.RESIZE);
		int capacity = CAPACITIES[this.random.nextInt(CAPACITIES.length)];
		this.channel = buffer.build(BackpressureChannel.<Long>builder()
			.name("seed-" + seed)
			.bufferSize(capacity)
			.maxBufferSize(this.resizes ? 2 * capacity : capacity)
			.strategy(this.strategy)
			.measureBufferWait(this.random.nextInt(4) == 0 && buffer.has(BufferKind.Feature.BUFFER_WAIT))
			.maxAge(Duration.ofNanos(this.expires ? 1 + this.random.nextInt(200_000) : 0))
			.onDrop(this::drop)
			.onBlock(this::block));
		this.select = ChannelSelect.fair(BackpressureChannel.<Long>create(1), this.channel);
	}

	void run() throws InterruptedException {
		LogCapture log = LogCapture.of(BackpressureChannel.class);
		try {
			CountDownLatch sending = new CountDownLatch(this.senders);
			CountDownLatch receiving = new CountDownLatch(this.receivers);
			List<Thread> all = new ArrayList<>();
			for (long sender = 0; sender < this.senders; sender++) {
				all.add(start(sending, new Random(this.seed ^ (sender + 1)), sender, this::send));
			}
			for (long receiver = 0; receiver < this.receivers; receiver++) {
				Job job = (this.random.nextInt(5) == 0) ? this::subscribe : this::receive;
				all.add(start(receiving, new Random(this.seed ^ -(receiver + 1)), receiver, job));
			}
			disturb(sending, all);
			awaitEmpty();
			this.channel.close();
			await(receiving);
			assertBalance();
		}
		finally {
			log.close();
		}
	}

	private Thread start(CountDownLatch done, Random random, long number, Job job) {
		return this.threads.start(() -> {
			try {
				job.run(random, number);
			}
			catch (Throwable ex) {
				fail(ex);
			}
			finally {
				done.countDown();
			}
		});
	}

	private void fail(Throwable ex) {
		this.failures.add(ex);
	}

	private void send(Random random, long sender) {
		for (long number = 0; number < this.values; number++) {
			long value = (sender << BITS) | number;
			try {
				switch (random.nextInt(9)) {
					case 7 -> reject(this.channel.trySend(value, Duration.ofNanos(random.nextInt(200_000))));
					case 8 -> {
						number += sendRun(value, 1 + random.nextInt(5)) - 1;
					}
					case 5, 6 -> {
						CompletableFuture<SendResult> future = this.channel.sendAsync(value);
						if (Futures.resultOrCancelled(future, random) == null) {
							this.rejected.incrementAndGet();
						}
					}
					case 0 -> reject(this.channel.trySend(value));
					case 1 -> this.channel.send(value, Duration.ofNanos(random.nextInt(200_000)));
					case 2 -> this.channel.send(value,
							CancellationSource.linkedTo(this.root.token(), Duration.ofNanos(random.nextInt(200_000)))
								.token());
					default -> this.channel.send(value);
				}
			}
			catch (ChannelException | InterruptedException ex) {
				this.rejected.incrementAndGet();
			}
		}
	}

	private void reject(SendResult result) {
		if (result == SendResult.FULL || result == SendResult.CLOSED) {
			this.rejected.incrementAndGet();
		}
	}

	/** Try to send a run: several values in one call. Returns the number tried. */
	private int sendRun(long first, int length) {
		if (this.strategy == BackpressureStrategy.DROP && this.closes) {
			// the result of a run would not distinguish dropped from rejected values
			reject(this.channel.trySend(first));
			return 1;
		}
		int left = (int) (this.values - (first & ((1L << BITS) - 1)));
		List<Long> run = LongStream.range(first, first + Math.min(length, left)).boxed().toList();
		int accepted = this.channel.trySendAll(run);
		if (this.strategy != BackpressureStrategy.DROP) {
			this.rejected.addAndGet(run.size() - accepted);
		}
		return run.size();
	}

	/** Receive values through a subscription until the channel is drained. */
	private void subscribe(Random random, long receiver) {
		StressSubscriber subscriber = new StressSubscriber(random, this::accept, unseen());
		this.channel.publisher().subscribe(subscriber);
		Throwable failure = subscriber.awaitEnd();
		if (failure != null) {
			fail(failure);
		}
	}

	/** Return an array for the last value seen of each sender, at first -1. */
	private long[] unseen() {
		long[] last = new long[this.senders];
		Arrays.fill(last, -1);
		return last;
	}

	private void accept(long value, long[] last) {
		this.received.incrementAndGet();
		recordOnce(value);
		int sender = (int) (value >> BITS);
		assertThat(value).as("order of the values of a sender").isGreaterThan(last[sender]);
		last[sender] = value;
	}

	private void receive(Random random, long receiver) {
		long[] last = unseen();
		for (;;) {
			try {
				for (long value : next(random)) {
					accept(value, last);
				}
				assertSnapshot();
			}
			catch (ChannelClosedException ex) {
				return;
			}
			catch (ChannelException | InterruptedException ex) {
				// no value was taken: try again
			}
		}
	}

	private List<Long> next(Random random) throws InterruptedException {
		switch (random.nextInt(9)) {
			case 8:
				Long timed = this.channel.tryReceive(Duration.ofNanos(random.nextInt(200_000)));
				return (timed != null) ? List.of(timed) : List.of();
			case 7:
				return List.of(this.select.receive(Duration.ofNanos(random.nextInt(200_000))).value());
			case 5, 6:
				Long async = Futures.resultOrCancelled(this.channel.receiveAsync(), random);
				return (async != null) ? List.of(async) : List.of();
			case 0:
				Long value = this.channel.tryReceive();
				return (value != null) ? List.of(value) : List.of();
			case 1:
				return List.of(this.channel.receive(Duration.ofNanos(random.nextInt(200_000))));
			case 2:
				return this.channel.receiveBatch(1 + random.nextInt(10), Duration.ofNanos(random.nextInt(100_000)));
			default:
				return List.of(this.channel.receive());
		}
	}

	private void drop(long value) {
		this.dropped.incrementAndGet();
		recordOnce(value);
		if (value % 16 == 3) {
			throw new IllegalStateException("thrown by the callback");
		}
	}

	private void block() {
		if (this.blocked.incrementAndGet() % 16 == 3) {
			throw new IllegalStateException("thrown by the callback");
		}
	}

	private void recordOnce(long value) {
		int times = this.recorder.computeIfAbsent(value, (key) -> new AtomicInteger()).incrementAndGet();
		if (times != 1) {
			fail(new AssertionError("received or dropped twice: " + value));
		}
	}

	private void assertSnapshot() {
		ChannelStats stats = this.channel.stats();
		if (this.snapshots) {
			assertThat(stats.sendCount() - stats.receiveCount() - evicted(stats) - stats.purgedCount())
				.as("%s of %s", stats, this)
				.isBetween(0L, (long) this.channel.maxBufferSize());
		}
		assertThat(this.channel.size()).isBetween(0, this.channel.maxBufferSize());
	}

	private void disturb(CountDownLatch sending, List<Thread> all) throws InterruptedException {
		for (int turn = 0; !sending.await(1, TimeUnit.MILLISECONDS); turn++) {
			if (this.random.nextInt(4) == 0) {
				all.get(this.random.nextInt(all.size())).interrupt();
			}
			if (this.purges && this.random.nextInt(3) == 0) {
				this.purged.addAndGet(this.channel.purge());
			}
			if (this.resizes) {
				this.channel.resize(1 + this.random.nextInt(this.channel.maxBufferSize()));
			}
			if (this.closes && turn == 3) {
				this.channel.close();
			}
			assertThat(turn).as("hangs: %s", this).isLessThan(30_000);
		}
	}

	/**
	 * Wait until the channel is empty and, if values expire, until every drop has been
	 * reported. A close before that would wake all receivers, and so hide a receiver that
	 * waits although there is a value.
	 */
	private void awaitEmpty() {
		Awaitility.await(toString())
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.until(() -> this.channel.size() == 0 && (!this.expires || isEveryDropReported()));
	}

	/** Return whether every drop was passed to the callback, possibly by the executor. */
	private boolean isEveryDropReported() {
		return this.dropped.get() - this.purged.get() == this.channel.stats().droppedCount();
	}

	private void await(CountDownLatch receiving) throws InterruptedException {
		assertThat(receiving.await(30, TimeUnit.SECONDS)).as("receivers hang: %s", this).isTrue();
	}

	private void assertBalance() {
		ChannelStats stats = this.channel.stats();
		assertThat(this.failures).as(toString()).isEmpty();
		assertThat(stats.receiveCount()).as(toString()).isEqualTo(this.received.get());
		assertThat(stats.purgedCount()).as(toString()).isEqualTo(this.purged.get());
		assertThat(stats.droppedCount()).as(toString()).isEqualTo(this.dropped.get() - this.purged.get());
		assertThat(stats.blockedSends()).as(toString()).isEqualTo(this.blocked.get());
		assertThat(stats.sendCount()).as(toString())
			.isEqualTo(this.received.get() + evicted(stats) + this.purged.get());
		assertThat((long) this.senders * this.values).as(toString())
			.isEqualTo(this.received.get() + this.dropped.get() + this.rejected.get());
		assertThat(this.channel.size()).isZero();
	}

	/** Return the number of dropped values that had been accepted before. */
	private long evicted(ChannelStats stats) {
		return (this.expires || this.strategy == BackpressureStrategy.DROP_OLDEST) ? stats.droppedCount() : 0;
	}

	@Override
	public String toString() {
		return "-Dstress.seed=" + this.seed + " " + this.channel + " " + this.channel.stats() + " " + this.threads + " "
				+ this.senders + " to " + this.receivers;
	}

	private interface Job {

		void run(Random random, long number) throws Exception;

	}

}
