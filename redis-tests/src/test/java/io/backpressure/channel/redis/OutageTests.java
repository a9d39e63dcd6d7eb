package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.ChannelException;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.UnknownOutcomeException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests in which the server does not reply, or the connection is cut, for a while. The
 * full form cuts more often: {@code -Dredis.acceptance=full}.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutageTests {

	private static final int CUTS = AcceptanceForm.times(50, 5);

	private static final int DONE_BEFORE_CUT = 300;

	private static final Duration LIMIT = Duration.ofMillis(500);

	private static final Duration LONGEST = Duration.ofMinutes(2);

	private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

	private final String name = "cut-" + UUID.randomUUID();

	private final RedisChannelSettings settings = new RedisChannelSettings("bpc", Duration.ofSeconds(1), 1000,
			COMMAND_TIMEOUT);

	private final TestServer server = TestServer.with();

	private final TestProxy proxy = new TestProxy(this.server.port());

	private final TestInstance behindProxy = new TestInstance(this.proxy.port(), this.settings);

	private final TestInstance direct = new TestInstance(this.server, this.settings);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void end() {
		this.threads.shutdownNow();
		this.behindProxy.close();
		this.direct.close();
		this.proxy.close();
		this.server.close();
	}

	@Test
	void cutConnectionDuplicatesNoValue() {
		SharedChannel<Long> sender = channel(this.behindProxy, "");
		SharedChannel<Long> receiver = channel(this.direct, "");
		Set<Long> accepted = ConcurrentHashMap.newKeySet();
		Set<Long> unknown = ConcurrentHashMap.newKeySet();
		Set<Long> received = ConcurrentHashMap.newKeySet();
		Set<Long> twice = ConcurrentHashMap.newKeySet();
		AtomicBoolean enough = new AtomicBoolean();
		AtomicLong next = new AtomicLong();
		List<CompletableFuture<Void>> senders = new ArrayList<>();
		for (int thread = 0; thread < 4; thread++) {
			senders.add(CompletableFuture.runAsync(() -> send(sender, next, enough, accepted, unknown), this.threads));
		}
		CompletableFuture<Void> receiving = CompletableFuture.runAsync(() -> forEach(receiver, (value) -> {
			if (!received.add(value)) {
				twice.add(value);
			}
		}), this.threads);
		// continue until a value of unknown outcome is received: the lost replies may all
		// have reported a full channel
		for (int cut = 0; cut < CUTS || Collections.disjoint(received, unknown); cut++) {
			int before = accepted.size();
			Awaitility.await()
				.atMost(LONGEST)
				.pollInterval(Duration.ofMillis(5))
				.until(() -> accepted.size() >= before + DONE_BEFORE_CUT);
			this.proxy.cutWithRepliesLost();
			this.proxy.restore();
		}
		enough.set(true);
		senders.forEach(CompletableFuture::join);
		eventually(() -> {
			receiver.close();
			return true;
		});
		receiving.join();
		AcceptanceForm.report(
				"connection cut at least %d times: %,d values accepted, %d of unknown outcome, %,d received", CUTS,
				accepted.size(), unknown.size(), received.size());
		assertThat(twice).isEmpty();
		assertThat(received).containsAll(accepted);
		assertThat(received).allMatch((value) -> accepted.contains(value) || unknown.contains(value));
		eventually(() -> receiver.totals().sent() == received.size());
	}

	@ParameterizedTest
	@EnumSource
	void waitsKeepTheirLimitsDuringOutage(Outage outage) throws Exception {
		SharedChannel<Long> empty = channel(this.behindProxy, "-empty");
		SharedChannel<Long> full = channel(this.behindProxy, "-full");
		eventually(() -> fill(full));
		try (CancellationSource cancelled = CancellationSource.create()) {
			List<Future<Duration>> limited = List.of(timed(() -> empty.receive(LIMIT)),
					timed(() -> empty.acknowledging().receive(LIMIT)), timed(() -> empty.receiveBatch(3, LIMIT)),
					timed(() -> empty.receive(CancellationSource.withTimeout(LIMIT).token())),
					timed(() -> empty.receive(cancelled.token())), timed(() -> send(full, LIMIT)),
					timed(() -> send(full, CancellationSource.withTimeout(LIMIT))), timed(() -> send(full, cancelled)));
			Future<Duration> receiver = timed(empty::receive);
			Future<Duration> worker = timed(() -> empty.acknowledging().receive());
			Future<Duration> sender = timed(() -> send(full, CancellationSource.create()));
			Awaitility.await().until(() -> empty.waitingReceivers() >= 1 && full.waitingSenders() >= 1);
			outage.begin(this);
			long start = System.nanoTime();
			cancelled.cancel();
			Duration longest = Duration.ZERO;
			for (Future<Duration> wait : limited) {
				Duration duration = wait.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
				longest = (duration.compareTo(longest) > 0) ? duration : longest;
			}
			AcceptanceForm.report("outage %s: waits with a limit of %s ended after %s at most, command timeout %s",
					outage, LIMIT, longest, COMMAND_TIMEOUT);
			Awaitility.await().until(() -> System.nanoTime() - start > COMMAND_TIMEOUT.toNanos() * 3 / 2);
			outage.end(this);
			eventually(() -> full.tryReceive() != null);
			sender.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
			eventually(() -> trySend(empty, 1));
			eventually(() -> trySend(empty, 2));
			receiver.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
			worker.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
			eventually(() -> full.size() <= full.capacity());
		}
	}

	private SharedChannel<Long> channel(TestInstance instance, String suffix) {
		return instance.channel(this.name + suffix, Long.class, (builder) -> builder.bufferSize(100));
	}

	/** Measure the duration of a call, whether it returns or fails. */
	private Future<Duration> timed(Callable<Object> call) {
		return this.threads.submit(() -> {
			long start = System.nanoTime();
			try {
				call.call();
			}
			catch (ChannelException ex) {
				assertThat(ex).isNotInstanceOf(ChannelClosedException.class);
			}
			return Duration.ofNanos(System.nanoTime() - start);
		});
	}

	private static Object send(SharedChannel<Long> channel, Duration limit) throws InterruptedException {
		channel.send(-1L, limit);
		return true;
	}

	private static Object send(SharedChannel<Long> channel, CancellationSource source) throws InterruptedException {
		channel.send(-1L, source.token());
		return true;
	}

	private static boolean fill(SharedChannel<Long> channel) {
		SendResult result;
		do {
			result = channel.trySend(-1L);
		}
		while (result == SendResult.SENT);
		return true;
	}

	private static boolean trySend(SharedChannel<Long> channel, long value) {
		channel.trySend(value);
		return true;
	}

	/** Repeat a call until it succeeds. */
	private static void eventually(Callable<Boolean> call) {
		Awaitility.await().atMost(LONGEST).ignoreExceptionsInstanceOf(ChannelException.class).until(call);
	}

	private static void send(SharedChannel<Long> channel, AtomicLong next, AtomicBoolean enough, Set<Long> accepted,
			Set<Long> unknown) {
		while (!enough.get()) {
			long value = next.getAndIncrement();
			try {
				channel.send(value);
				accepted.add(value);
			}
			catch (UnknownOutcomeException ex) {
				unknown.add(value);
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private static void forEach(SharedChannel<Long> channel, Consumer<Long> action) {
		for (;;) {
			try {
				channel.forEach(action);
				return;
			}
			catch (UnknownOutcomeException ex) {
				// the next receive gets the value of a late reply
			}
			catch (InterruptedException ex) {
				return; // the test has ended
			}
		}
	}

	/** Kind of outage. */
	enum Outage {

		HALTED_SERVER {

			@Override
			void begin(OutageTests test) {
				test.server.halt();
			}

			@Override
			void end(OutageTests test) {
				test.server.resume();
			}

		},

		CUT_CONNECTION {

			@Override
			void begin(OutageTests test) {
				test.proxy.cut();
			}

			@Override
			void end(OutageTests test) {
				test.proxy.restore();
			}

		};

		abstract void begin(OutageTests test);

		abstract void end(OutageTests test);

	}

}
