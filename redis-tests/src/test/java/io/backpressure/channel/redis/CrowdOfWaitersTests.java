package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.stream.LongStream;

import io.backpressure.channel.SharedChannel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with a thousand waiting threads, or with thousands of virtual threads if they are
 * available.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrowdOfWaitersTests {

	private static final ThreadFactory VIRTUAL = virtualThreads();

	/**
	 * Number of waiting senders, and of waiting receivers, in each of the two instances.
	 */
	private static final int CROWD = (VIRTUAL != null) ? 1000 : 250;

	private static final int CONNECTIONS_OF_AN_INSTANCE = 2;

	/**
	 * Calls per second allowed for one channel in one instance: five attempts of its
	 * waiting threads, and a heartbeat every three seconds.
	 */
	private static final double CALLS_OF_A_CHANNEL = 5 + 1 / 3.0;

	private final TestServer server = TestServer.with();

	private final RedisChannelSettings settings = new RedisChannelSettings("bpc", Duration.ofSeconds(30), 5,
			Duration.ofMinutes(1));

	private final TestInstance one = new TestInstance(this.server, this.settings);

	private final TestInstance two = new TestInstance(this.server, this.settings);

	private final List<SharedChannel<Long>> empty = channels("empty");

	private final List<SharedChannel<Long>> full = channels("full");

	private final Set<Long> received = ConcurrentHashMap.newKeySet();

	private final List<Thread> threads = new ArrayList<>();

	@BeforeEach
	void crowd() throws InterruptedException {
		for (long value = 0; value < this.full.get(0).capacity(); value++) {
			this.full.get(0).send(-1 - value);
		}
		for (int instance = 0; instance < 2; instance++) {
			SharedChannel<Long> receiving = this.empty.get(instance);
			SharedChannel<Long> sending = this.full.get(instance);
			for (int index = 0; index < CROWD; index++) {
				long value = instance * CROWD + index;
				start(() -> this.received.add(receiving.receive()));
				start(() -> sending.send(value));
			}
			Awaitility.await()
				.until(() -> receiving.waitingReceivers() >= CROWD - 1 && sending.waitingSenders() >= CROWD - 1);
		}
	}

	@AfterEach
	void end() {
		this.threads.forEach(Thread::interrupt);
		this.one.close();
		this.two.close();
		this.server.close();
	}

	@Test
	void waitersShareTwoConnectionsAtLittleCost() throws Exception {
		long connections = this.server.<String>ask((commands) -> commands.clientList()).lines().count() - 1;
		assertThat(connections).isEqualTo(2 * CONNECTIONS_OF_AN_INSTANCE);
		double rate = callsPerSecond();
		AcceptanceForm.report("%d waiting threads (virtual: %s): %d connections, %.1f calls a second", 4 * CROWD,
				VIRTUAL != null, connections, rate);
		assertThat(rate).isBetween(1.0, 4 * CALLS_OF_A_CHANNEL * 1.2);
		long start = System.nanoTime();
		for (long value = 0; value < 2 * CROWD; value++) {
			this.empty.get(0).send(value);
		}
		List<Long> sent = new ArrayList<>();
		while (sent.size() < 2 * CROWD) {
			Long value = this.full.get(1).receive();
			if (value >= 0) {
				sent.add(value);
			}
		}
		for (Thread thread : this.threads) {
			thread.join();
		}
		Duration served = Duration.ofNanos(System.nanoTime() - start);
		AcceptanceForm.report("%d waiting threads: served in %d ms", 4 * CROWD, served.toMillis());
		// each thread wakes up the next one; with only five periodic attempts a second,
		// the waiting threads would not be served within this limit
		assertThat(served).isLessThan(Duration.ofMillis(CROWD * 200 * 9 / 10));
		assertThat(sent).containsExactlyInAnyOrderElementsOf(all());
		assertThat(this.received).containsExactlyInAnyOrderElementsOf(all());
	}

	private static List<Long> all() {
		return LongStream.range(0, 2 * CROWD).boxed().toList();
	}

	private double callsPerSecond() {
		long before = calls();
		long start = System.nanoTime();
		Awaitility.await().until(() -> calls() - before >= 80);
		return (calls() - before) * 1e9 / (System.nanoTime() - start);
	}

	private long calls() {
		String stats = this.server.ask((commands) -> commands.info("commandstats"));
		return stats.lines()
			.filter((line) -> line.startsWith("cmdstat_eval"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
			.sum();
	}

	private List<SharedChannel<Long>> channels(String name) {
		return List.of(this.one.channel(name, Long.class, (builder) -> builder.bufferSize(10)),
				this.two.channel(name, Long.class, (builder) -> builder.bufferSize(10)));
	}

	private void start(Task task) {
		Runnable run = () -> {
			try {
				task.run();
			}
			catch (InterruptedException ex) {
				// the test has ended
			}
		};
		Thread thread = (VIRTUAL != null) ? VIRTUAL.newThread(run) : new Thread(run);
		thread.start();
		this.threads.add(thread);
	}

	/** Return a factory of virtual threads, or null before JDK 21. */
	private static ThreadFactory virtualThreads() {
		try {
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			return (ThreadFactory) Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

	/** Task of a thread. */
	private interface Task {

		void run() throws InterruptedException;

	}

}
