package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.ChannelUnavailableException;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.UnknownOutcomeException;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.api.sync.BaseRedisCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.api.sync.RedisScriptingCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests with random faults, for the time that {@code -Dredis.chaos.seconds} sets. With
 * {@code appendfsync always}, each accepted value is handled at least once. With
 * {@code everysec}, only values accepted close to a kill of the server may be lost. Each
 * value that is handled was accepted, or the outcome of its send was unknown.
 */
@Tag("stress")
class ChaosTests {

	private static final int SECONDS = Integer.getInteger("redis.chaos.seconds", 30);

	private static final long SEED = Long.getLong("redis.chaos.seed", System.nanoTime());

	private static final BackpressureStrategy BLOCK = BackpressureStrategy.BLOCK;

	private static final Duration LONGEST = Duration.ofMinutes(10);

	private final String prefix = "chaos-" + UUID.randomUUID() + "-";

	private final RedisChannelSettings settings = new RedisChannelSettings("bpc", InstanceMain.VISIBILITY, 1000,
			Duration.ofSeconds(2));

	private final Random random = new Random(SEED);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<TestJvm> workers = new ArrayList<>();

	private final List<TestJvm> ended = new ArrayList<>();

	private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);

	/**
	 * Accepted values, each with the {@link System#nanoTime()} at which its send
	 * returned.
	 */
	private final Map<Long, Long> accepted = new ConcurrentHashMap<>();

	private final Set<Long> unknown = ConcurrentHashMap.newKeySet();

	/** The {@link System#nanoTime()} of each kill of the server. */
	private final List<Long> kills = new ArrayList<>();

	private TestServer server;

	@AfterEach
	void end() {
		this.threads.shutdownNow();
		Stream.of(this.workers, this.ended).flatMap(List::stream).forEach(TestJvm::close);
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "always", "everysec" })
	void acceptedValuesAreHandledDespiteFaults(String fsync) throws Exception {
		this.server = TestServer.with("appendonly", "yes", "appendfsync", fsync);
		try (TestInstance instance = new TestInstance(this.server, this.settings)) {
			SharedChannel<Long> channel = channel(instance, InstanceMain.CAPACITY);
			startWorkers();
			AtomicBoolean enough = new AtomicBoolean();
			AtomicLong next = new AtomicLong();
			List<CompletableFuture<Void>> senders = Stream.generate(() -> next)
				.limit(4)
				.map((values) -> CompletableFuture.runAsync(() -> send(channel, values, enough), this.threads))
				.toList();
			long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
			while (System.nanoTime() < end) {
				pause(200 + this.random.nextInt(2_000));
				strike(Fault.values()[this.random.nextInt(Fault.values().length)]);
				startWorkers();
			}
			enough.set(true);
			for (CompletableFuture<Void> sender : senders) {
				sender.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
			}
			Awaitility.await()
				.atMost(LONGEST)
				.ignoreExceptionsInstanceOf(ChannelUnavailableException.class)
				.until(() -> channel.totals().size() == 0 && channel.totals().unacknowledged() == 0);
			account(fsync, next.get());
		}
	}

	private void account(String fsync, long sent) {
		Set<Long> handled = new HashSet<>();
		long redelivered = 0;
		for (TestJvm worker : Stream.of(this.workers, this.ended).flatMap(List::stream).toList()) {
			handled.addAll(worker.values(Journal.Kind.RECEIVED, BLOCK));
			handled.addAll(worker.values(Journal.Kind.REDELIVERED, BLOCK));
			redelivered += worker.values(Journal.Kind.REDELIVERED, BLOCK).size();
		}
		Set<Long> lost = new HashSet<>(this.accepted.keySet());
		lost.removeAll(handled);
		AcceptanceForm.report(
				"chaos of %d s, appendfsync %s, seed %d: faults %s; %,d values sent, %,d accepted, %,d of unknown"
						+ " outcome, %,d redelivered, %d lost",
				SECONDS, fsync, SEED, this.faults, sent, this.accepted.size(), this.unknown.size(), redelivered,
				lost.size());
		if (fsync.equals("always")) {
			assertThat(lost).isEmpty();
		}
		else { // Redis replies before it writes to disk
			assertThat(lost).allMatch(this::wasAcceptedCloseToKill);
		}
		handled.removeAll(this.accepted.keySet());
		assertThat(this.unknown).containsAll(handled);
	}

	private boolean wasAcceptedCloseToKill(long value) {
		long time = this.accepted.get(value);
		return this.kills.stream().anyMatch((kill) -> Math.abs(kill - time) < Duration.ofSeconds(3).toNanos());
	}

	private void send(SharedChannel<Long> channel, AtomicLong next, AtomicBoolean enough) {
		while (!enough.get()) {
			long value = next.getAndIncrement();
			try {
				channel.send(value);
				this.accepted.put(value, System.nanoTime());
			}
			catch (UnknownOutcomeException ex) {
				this.unknown.add(value);
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private void startWorkers() {
		administer(BaseRedisCommands::ping);
		while (this.workers.size() < 2) {
			TestJvm worker = TestJvm.worker(this.server, this.prefix, BLOCK).awaitReady();
			worker.go();
			this.workers.add(worker);
		}
	}

	private void strike(Fault fault) throws InterruptedException {
		this.faults.merge(fault, 1, Integer::sum);
		long pause = 500 + this.random.nextInt(14_500);
		switch (fault) {
			case KILLED_JVM -> {
				TestJvm worker = this.workers.remove(0);
				worker.kill();
				this.ended.add(worker);
			}
			case PAUSED_JVM -> {
				this.workers.get(0).signal("-STOP");
				pause(pause);
				this.workers.get(0).signal("-CONT");
			}
			case KILLED_SERVER -> {
				this.kills.add(System.nanoTime());
				this.server.kill();
				pause(pause / 10);
				this.server.start();
			}
			case PAUSED_SERVER -> {
				this.server.halt();
				pause(pause);
				this.server.resume();
			}
			case CONNECTIONS_CLOSED -> administer((commands) -> commands.clientKill(KillArgs.Builder.typeNormal()));
			case SCRIPTS_FLUSHED -> administer(RedisScriptingCommands::scriptFlush);
			case OTHER_SETTINGS -> {
				try (TestInstance instance = new TestInstance(this.server, this.settings)) {
					assertThatExceptionOfType(RedisTransportException.class).isThrownBy(() -> channel(instance, 1));
				}
			}
			case TWO_STARTED_AT_ONCE -> CompletableFuture.allOf(startAndEnd(), startAndEnd()).join();
		}
	}

	/** Run a command as soon as the server has loaded its data. */
	private void administer(Function<RedisCommands<String, String>, ?> command) {
		Awaitility.await()
			.ignoreExceptionsInstanceOf(RedisLoadingException.class)
			.until(() -> this.server.ask(command) != null);
	}

	private CompletableFuture<Void> startAndEnd() {
		return CompletableFuture.runAsync(() -> {
			try (TestInstance instance = new TestInstance(this.server, this.settings)) {
				// an exception without a cause reports different settings and is not
				// ignored
				Awaitility.await()
					.ignoreExceptionsMatching((ex) -> ex instanceof RedisTransportException && ex.getCause() != null)
					.until(() -> channel(instance, InstanceMain.CAPACITY) != null);
			}
		}, this.threads);
	}

	private SharedChannel<Long> channel(TestInstance instance, int capacity) {
		return instance.channel(this.prefix + BLOCK, Long.class, (builder) -> builder.bufferSize(capacity));
	}

	private static void pause(long millis) throws InterruptedException {
		new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
	}

	/** Kind of fault that the test causes. */
	private enum Fault {

		KILLED_JVM, PAUSED_JVM, KILLED_SERVER, PAUSED_SERVER, CONNECTIONS_CLOSED, SCRIPTS_FLUSHED, OTHER_SETTINGS,
		TWO_STARTED_AT_ONCE

	}

}
