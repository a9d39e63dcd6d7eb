package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.SharedChannel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests in which receiving JVMs are killed while they process values. By default there
 * are few kills. The full form has more: {@code -Dredis.acceptance=full}.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledReceiverTests {

	private static final int KILLS = AcceptanceForm.times(20, 1);

	private static final int DONE_BEFORE_KILLED = 100;

	private static final Duration LONGEST = Duration.ofMinutes(2);

	private final String prefix = "killed-" + UUID.randomUUID() + "-";

	private final TestServer server = TestServer.with();

	private final TestInstance here = new TestInstance(this.server,
			new RedisChannelSettings("bpc", InstanceMain.VISIBILITY, 1000, Duration.ofMinutes(1)));

	private final List<TestJvm> workers = new ArrayList<>();

	@AfterEach
	void end() {
		this.workers.forEach(TestJvm::close);
		this.here.close();
		this.server.close();
	}

	@Test
	void anotherReceiverProcessesUnacknowledgedValues() throws Exception {
		SharedChannel<Long> channel = this.here.channel(this.prefix + BackpressureStrategy.BLOCK, Long.class,
				(builder) -> builder.bufferSize(InstanceMain.CAPACITY));
		AtomicBoolean enough = new AtomicBoolean();
		CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> sendUntil(channel, enough));
		TestJvm survivor = worker();
		TestJvm first = worker();
		survivor.awaitReady();
		first.awaitReady();
		survivor.go();
		killAfterWork(first);
		// a killed JVM may have had no unacknowledged values: continue until a value has
		// been redelivered
		int kills = 1;
		while (kills < KILLS || !isAnythingRedelivered()) {
			killAfterWork(worker().awaitReady());
			kills++;
		}
		enough.set(true);
		long end = sent.get();
		channel.close();
		survivor.awaitEnd(LONGEST);
		Set<Long> processed = new HashSet<>();
		long times = 0;
		for (TestJvm worker : this.workers) {
			List<Long> values = processed(worker);
			times += values.size();
			processed.addAll(values);
		}
		AcceptanceForm.report(
				"receiver killed %d times: %,d values accepted, %,d processed; %d redelivered, %d of them processed twice",
				kills, end, processed.size(), redelivered(), times - processed.size());
		assertThat(processed).hasSize((int) end).allMatch((value) -> value < end);
		assertThat(channel.totals().unacknowledged()).isZero();
	}

	private static void killAfterWork(TestJvm victim) throws InterruptedException {
		victim.go();
		Awaitility.await().atMost(LONGEST).until(() -> processed(victim).size() >= DONE_BEFORE_KILLED);
		victim.kill();
	}

	/** Wait for a redelivery, but not for long: there may be nothing to redeliver. */
	private boolean isAnythingRedelivered() throws InterruptedException {
		long deadline = System.nanoTime() + InstanceMain.VISIBILITY.multipliedBy(5).toNanos();
		while (redelivered() == 0 && System.nanoTime() < deadline) {
			Thread.sleep(50);
		}
		return redelivered() > 0;
	}

	private long redelivered() {
		return this.workers.stream()
			.mapToLong((worker) -> worker.values(Journal.Kind.REDELIVERED, BackpressureStrategy.BLOCK).size())
			.sum();
	}

	private TestJvm worker() {
		TestJvm worker = TestJvm.worker(this.server, this.prefix, BackpressureStrategy.BLOCK);
		this.workers.add(worker);
		return worker;
	}

	private static List<Long> processed(TestJvm worker) {
		List<Long> values = new ArrayList<>(worker.values(Journal.Kind.RECEIVED, BackpressureStrategy.BLOCK));
		values.addAll(worker.values(Journal.Kind.REDELIVERED, BackpressureStrategy.BLOCK));
		return values;
	}

	private static long sendUntil(SharedChannel<Long> channel, AtomicBoolean enough) {
		long value = 0;
		try {
			while (!enough.get()) {
				channel.send(value++);
				Thread.sleep(1); // leaves the processors to the JVMs that start
			}
			return value;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
