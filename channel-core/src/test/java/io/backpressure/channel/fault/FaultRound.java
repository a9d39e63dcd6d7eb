package io.backpressure.channel.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.ChannelSelect;
import io.backpressure.channel.ChannelStats;
import io.backpressure.channel.SendResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Round in which threads send and receive while errors are injected at random points of
 * their calls. The round verifies that a call that throws has moved no value, and that
 * the channel continues to work. A {@link FaultLoader} loads this class. The result of a
 * round is the number of faults injected into its threads.
 */
public final class FaultRound implements Callable<Long> {

	private static final int THREADS = 2;

	private static final int VALUES = 400;

	private static final int RARITY = 60;

	private static final int MOST = 6;

	private final long seed;

	private final BackpressureStrategy strategy;

	/** Set if values expire. Only then can BLOCK and ERROR drop a value. */
	private final boolean expires;

	private final BackpressureChannel<Integer> channel;

	/** Selects from the channel and from another one, which is always empty. */
	private final ChannelSelect<Integer> select;

	private final FaultCalls<SendResult> sends = new FaultCalls<>();

	private final FaultCalls<Integer> receives = new FaultCalls<>();

	private final AtomicInteger sent = new AtomicInteger();

	private final Set<Integer> received = ConcurrentHashMap.newKeySet();

	private final Set<Throwable> failures = ConcurrentHashMap.newKeySet();

	private final AtomicLong faults = new AtomicLong();

	/**
	 * Create a round.
	 * @param seed the seed of all random choices
	 */
	public FaultRound(long seed) {
		this.seed = seed;
		// with Random, neighbouring seeds would lead to similar choices
		RandomGenerator random = new SplittableRandom(seed);
		BackpressureStrategy[] strategies = BackpressureStrategy.values();
		this.strategy = strategies[random.nextInt(strategies.length)];
		this.expires = this.strategy != BackpressureStrategy.DROP && random.nextInt(4) == 0;
		this.channel = BackpressureChannel.<Integer>builder()
			.name("seed-" + seed)
			.bufferSize(1 + random.nextInt(5))
			.maxBufferSize(MOST)
			.strategy(this.strategy)
			.measureBufferWait(random.nextInt(4) == 0)
			.executor(FaultCalls.executor(random, RARITY))
			.maxAge(Duration.ofNanos(this.expires ? 1 + random.nextInt(100_000) : 0))
			.onDrop((value) -> Faults.userCode())
			.onBlock(Faults::userCode)
			.onError((error) -> Faults.userCode())
			.build();
		this.channel.observe(new BackpressureChannel.Observer<>() {

			@Override
			public void onReceive(long bufferedNanos) {
				Faults.userCode();
			}

		});
		this.select = ChannelSelect.fair(BackpressureChannel.<Integer>create(1), this.channel);
	}

	@Override
	public Long call() throws InterruptedException {
		CountDownLatch sending = new CountDownLatch(THREADS);
		CountDownLatch receiving = new CountDownLatch(THREADS);
		for (int thread = 0; thread < THREADS; thread++) {
			int first = thread * VALUES;
			Random forSends = new Random(this.seed + thread);
			Random forReceives = new Random(~this.seed - thread);
			start(sending, () -> send(forSends, first));
			start(receiving, () -> {
				if (forReceives.nextInt(3) == 0) {
					subscribe(forReceives);
				}
				else {
					receive(forReceives);
				}
			});
		}
		assertThat(sending.await(30, TimeUnit.SECONDS)).as("senders end: %s", this).isTrue();
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (this.channel.size() > 0 || !this.sends.areDone()) {
			assertThat(System.nanoTime()).as("values are received: %s", this).isLessThan(end);
			Thread.onSpinWait();
		}
		this.channel.close();
		assertThat(receiving.await(30, TimeUnit.SECONDS)).as("receivers end: %s", this).isTrue();
		while (!this.receives.areDone()) {
			assertThat(System.nanoTime()).as("receives end: %s", this).isLessThan(end);
			Thread.onSpinWait();
		}
		this.receives.results().forEach(this::add);
		verify();
		return this.faults.get();
	}

	private void start(CountDownLatch done, Runnable job) {
		Thread thread = new Thread(() -> {
			try {
				job.run();
			}
			catch (Throwable ex) {
				this.failures.add(ex);
			}
			finally {
				this.faults.addAndGet(Faults.off());
				done.countDown();
			}
		}, "fault-round");
		thread.setDaemon(true);
		thread.start();
	}

	private void send(Random random, int first) {
		for (int value = first; value < first + VALUES; value++) {
			int sending = value;
			int kind = random.nextInt(11);
			CancellationSource source = CancellationSource.withTimeout(Duration.ofNanos(random.nextInt(100_000)));
			boolean fits = value + 2 < first + VALUES;
			if (kind == 10 && fits && this.strategy != BackpressureStrategy.DROP) {
				// under DROP the result would not include the values that were dropped
				List<Integer> values = List.of(value, value + 1, value + 2);
				attempt(random, () -> this.sent.addAndGet(this.channel.trySendAll(values)));
				value += 2;
				continue;
			}
			attempt(random, () -> {
				boolean sent = switch (kind) {
					case 0 -> isAccepted(this.channel.trySend(sending));
					case 1 -> {
						this.channel.send(sending, source.token());
						yield true;
					}
					case 2 -> {
						this.channel.send(sending, Duration.ofNanos(50_000));
						yield true;
					}
					case 3 -> isAccepted(this.channel.trySend(sending, Duration.ofNanos(50_000)));
					case 6, 7 -> {
						this.sends.add(this.channel.sendAsync(sending), random);
						yield false;
					}
					case 8 -> {
						this.sends.add(this.channel.sendAsync(sending, source.token()), random);
						source.cancel();
						yield false;
					}
					default -> {
						this.channel.send(sending);
						yield true;
					}
				};
				if (sent) {
					this.sent.incrementAndGet();
				}
			});
			if (kind == 5) {
				attempt(random, () -> assertThat(this.channel.stats().sendCount()).isNotNegative());
			}
			if (kind == 9) {
				attempt(random, () -> this.channel.resize(1 + random.nextInt(MOST)));
			}
		}
	}

	private static boolean isAccepted(SendResult result) {
		return result == SendResult.SENT || result == SendResult.DROPPED;
	}

	private void receive(Random random) {
		boolean[] drained = { false };
		while (!drained[0]) {
			int kind = random.nextInt(9);
			CancellationSource source = CancellationSource.withTimeout(Duration.ofNanos(random.nextInt(100_000)));
			boolean waits = kind >= 5 && this.receives.areMany();
			attempt(random, () -> {
				try {
					switch (waits ? -1 : kind) {
						case 0 -> add(this.channel.tryReceive());
						case 1 -> add(this.channel.receive(source.token()));
						case 2 -> this.channel.receiveBatch(3, Duration.ofNanos(50_000)).forEach(this::add);
						case 3 -> add(this.select.receive(Duration.ofNanos(50_000)).value());
						case 5, 6 -> this.receives.add(this.channel.receiveAsync(), random);
						case 7 -> {
							this.receives.add(this.channel.receiveAsync(source.token()), random);
							source.cancel();
						}
						default -> add(this.channel.receive());
					}
				}
				catch (ChannelClosedException ex) {
					drained[0] = true;
				}
			});
		}
	}

	/** Receive values through subscriptions. An error may end one of them early. */
	private void subscribe(Random random) {
		boolean completed = false;
		while (!completed) {
			FaultSubscriber subscriber = new FaultSubscriber(this::add);
			boolean subscribed = attempt(random, () -> this.channel.publisher().subscribe(subscriber));
			Flow.Subscription subscription = subscriber.subscription();
			for (int requested = 0; subscribed && !subscriber.hasEnded();) {
				if (attempt(random, () -> subscription.request(1))) {
					requested++;
				}
				while (subscriber.received() < requested && !subscriber.hasEnded()) {
					Thread.yield();
				}
			}
			completed = subscriber.hasCompleted();
		}
	}

	private void add(Integer value) {
		if (value != null && !this.received.add(value)) {
			this.failures.add(new AssertionError("received twice: " + value));
		}
	}

	/**
	 * Make a call with faults, and ignore its exceptions other than failed assertions,
	 * since a call that throws has moved no value. Returns whether the call returned
	 * normally.
	 */
	private static boolean attempt(Random random, Attempt attempt) {
		Faults.atRandom(random.nextLong(), RARITY);
		try {
			attempt.run();
			return true;
		}
		catch (AssertionError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			Thread.interrupted();
			return false;
		}
		finally {
			Faults.off();
		}
	}

	private void verify() {
		ChannelStats stats = this.channel.stats();
		boolean evicts = this.expires || this.strategy == BackpressureStrategy.DROP_OLDEST;
		long evicted = evicts ? stats.droppedCount() : 0;
		assertThat(this.failures).as(toString()).isEmpty();
		assertThat(stats.sendCount() + stats.droppedCount() - evicted).as("sends that returned: %s", this)
			.isEqualTo(this.sent.get() + this.sends.results().size());
		assertThat(stats.receiveCount()).as("receives that returned: %s", this).isEqualTo(this.received.size());
		assertThat(stats.sendCount()).as(toString()).isEqualTo(stats.receiveCount() + evicted);
		assertThat(this.channel.waitingSenders()).isZero();
		assertThat(this.channel.waitingReceivers()).isZero();
	}

	@Override
	public String toString() {
		return "seed " + this.seed + ", " + this.channel + ", " + this.channel.waitingSenders() + " senders and "
				+ this.channel.waitingReceivers() + " receivers wait, " + this.failures + " " + this.channel.stats()
				+ stacks();
	}

	private static String stacks() {
		StringBuilder stacks = new StringBuilder();
		Thread.getAllStackTraces().forEach((thread, stack) -> {
			if (thread.getName().equals("fault-round")) {
				stacks.append(System.lineSeparator()).append(Arrays.toString(stack));
			}
		});
		return stacks.toString();
	}

	/** Call of the channel. */
	private interface Attempt {

		void run() throws InterruptedException;

	}

}
