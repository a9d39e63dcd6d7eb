package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.backpressure.channel.ChannelException;
import io.backpressure.channel.Received;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.UnknownOutcomeException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with a server that writes each change to disk before it replies, is killed under
 * load, and is started again on its data. The full form has more kills:
 * {@code -Dredis.acceptance=full}.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledServerTests {

	private static final int KILLS = AcceptanceForm.times(10, 2);

	private static final int DONE_BEFORE_KILLED = AcceptanceForm.times(1000, 300);

	private static final int THREADS = 4;

	private final String name = "restarted-" + UUID.randomUUID();

	private final TestServer server = TestServer.with("appendonly", "yes", "appendfsync", "always");

	private final RedisChannelSettings settings = new RedisChannelSettings("bpc", Duration.ofSeconds(1), 1000,
			Duration.ofSeconds(5));

	private final TestInstance sending = new TestInstance(this.server, this.settings);

	private final TestInstance receiving = new TestInstance(this.server, this.settings);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicLong next = new AtomicLong();

	private final Set<Long> accepted = ConcurrentHashMap.newKeySet();

	private final Set<Long> unknown = ConcurrentHashMap.newKeySet();

	private final Set<Long> processed = ConcurrentHashMap.newKeySet();

	private final AtomicInteger redelivered = new AtomicInteger();

	private final AtomicBoolean enough = new AtomicBoolean();

	@AfterEach
	void end() {
		this.enough.set(true);
		this.threads.shutdownNow();
		this.sending.close();
		this.receiving.close();
		this.server.close();
	}

	@Test
	void acceptedValuesSurviveKill() {
		SharedChannel<Long> sender = channel(this.sending);
		SharedChannel<Long> receiver = channel(this.receiving);
		List<CompletableFuture<Void>> senders = new ArrayList<>();
		List<CompletableFuture<Void>> receivers = new ArrayList<>();
		for (int thread = 0; thread < THREADS; thread++) {
			senders.add(CompletableFuture.runAsync(() -> send(sender), this.threads));
			receivers.add(CompletableFuture.runAsync(() -> process(receiver), this.threads));
		}
		for (int kill = 0; kill < KILLS; kill++) {
			awaitProgress();
			this.server.kill();
			this.server.start();
		}
		awaitProgress();
		this.enough.set(true);
		senders.forEach(CompletableFuture::join);
		eventually(() -> {
			sender.close();
			return true;
		});
		receivers.forEach(CompletableFuture::join);
		AcceptanceForm.report(
				"server killed %d times: %,d values accepted, %d of unknown outcome, %,d processed; %d redelivered",
				KILLS, this.accepted.size(), this.unknown.size(), this.processed.size(), this.redelivered.get());
		assertThat(this.processed).containsAll(this.accepted);
		assertThat(this.processed).allMatch((value) -> this.accepted.contains(value) || this.unknown.contains(value));
		eventually(() -> sender.totals().unacknowledged() == 0);
	}

	private static void eventually(Callable<Boolean> call) {
		Awaitility.await().ignoreExceptionsInstanceOf(ChannelException.class).until(call);
	}

	private SharedChannel<Long> channel(TestInstance instance) {
		return instance.channel(this.name, Long.class, (builder) -> builder.bufferSize(100));
	}

	private void awaitProgress() {
		int before = this.processed.size();
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> this.processed.size() >= before + DONE_BEFORE_KILLED);
	}

	private void send(SharedChannel<Long> channel) {
		while (!this.enough.get()) {
			long value = this.next.getAndIncrement();
			try {
				channel.send(value);
				this.accepted.add(value);
			}
			catch (UnknownOutcomeException ex) {
				this.unknown.add(value);
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private void process(SharedChannel<Long> channel) {
		try {
			channel.acknowledging().forEach(this::process);
		}
		catch (InterruptedException ex) {
			// the test has ended
		}
	}

	private void process(Received<Long> received) {
		this.processed.add(received.value());
		if (received.deliveries() > 1) {
			this.redelivered.incrementAndGet();
		}
		received.acknowledge();
	}

}
