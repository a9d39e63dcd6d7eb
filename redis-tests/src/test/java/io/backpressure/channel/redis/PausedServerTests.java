package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.backpressure.channel.ChannelException;
import io.backpressure.channel.ChannelTimeoutException;
import io.backpressure.channel.ChannelUnavailableException;
import io.backpressure.channel.Received;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.UnknownOutcomeException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests with a server that is paused for some seconds, or killed and started again. A
 * value is late if its reply arrives after the call has given up.
 */
@Tag("every-server")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PausedServerTests {

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private static final int MOST_WRITTEN = 5;

	/** Pause that is much longer than the shorter of two command timeouts. */
	private static final Duration LONG_PAUSE = Duration.ofSeconds(6);

	private final TestServer server = TestServer.with();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Queue<TestInstance> instances = new ConcurrentLinkedQueue<>();

	@AfterEach
	void end() {
		this.threads.shutdownNow();
		this.server.resume();
		this.instances.forEach(TestInstance::close);
		this.server.close();
	}

	@Test
	void lateValueCountsAsFirstDelivery() throws Exception {
		SharedChannel<String> channel = channel(Duration.ofMinutes(5), Duration.ofSeconds(1));
		warmUp(channel);
		sendOnce(channel, "job");
		this.server.halt();
		assertThatExceptionOfType(ChannelUnavailableException.class)
			.isThrownBy(() -> channel.acknowledging().tryReceive());
		this.server.resume();
		Received<String> received = eventually(() -> channel.acknowledging().receive(LIMIT));
		assertThat(received.value()).isEqualTo("job");
		assertThat(received.deliveries()).isEqualTo(1);
		received.acknowledge();
		awaitAcknowledged(channel);
	}

	@Test
	void lateValueGoesToTheNextReceive() throws Exception {
		SharedChannel<String> channel = channel(Duration.ofMinutes(5), Duration.ofSeconds(1));
		for (boolean acknowledging : new boolean[] { false, true }) {
			warmUp(channel);
			long received = eventually(channel::totals).received();
			sendOnce(channel, "job");
			this.server.halt();
			assertGivesUp(channel);
			this.server.resume();
			assertThat(eventually(() -> acknowledging ? take(channel) : channel.receive(LIMIT))).isEqualTo("job");
			assertThat(eventually(channel::totals).received()).isEqualTo(received + 1);
		}
	}

	@Test
	void silentServerReceivesNoFurtherCalls() throws Exception {
		TestInstance instance = instance(this.server.port(), Duration.ofMinutes(5), Duration.ofSeconds(1));
		List<SharedChannel<String>> channels = new ArrayList<>();
		for (int number = 0; number < 20; number++) {
			channels.add(instance.channel("paused-" + number, (builder) -> builder.bufferSize(100)));
		}
		warmUp(channels.get(0));
		this.server.halt();
		int[] written = new int[channels.size()];
		for (int index = 0; index < written.length; index++) {
			SharedChannel<String> channel = channels.get(index);
			written[index] = sendUntilRejected(channel);
			assertThatExceptionOfType(ChannelUnavailableException.class).isThrownBy(channel::size);
			assertThat(channel.stats().bufferUtilization()).isNaN();
		}
		// only the first call is written, or a few if replies from before the halt were
		// processed late
		assertThat(IntStream.of(written).sum()).isLessThanOrEqualTo(MOST_WRITTEN);
		CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> send(channels.get(1)), this.threads);
		Awaitility.await().until(() -> channels.get(1).waitingSenders() == 1);
		this.server.resume();
		written[1] += waiting.get(1, TimeUnit.MINUTES);
		for (int index = 0; index < written.length; index++) {
			assertThat(eventually(channels.get(index)::size)).isBetween((index == 1) ? 1 : 0, written[index]);
		}
	}

	/** Send until a send is rejected. Returns the number of sends of unknown outcome. */
	private int sendUntilRejected(SharedChannel<String> channel) {
		for (int unknown = 0; unknown <= MOST_WRITTEN; unknown++) {
			try {
				channel.trySend("lost?");
			}
			catch (UnknownOutcomeException ex) {
				continue;
			}
			catch (ChannelUnavailableException ex) {
				assertThat(ex).hasMessageContaining("127.0.0.1:" + this.server.port())
					.hasMessageContaining("it has not replied for");
				return unknown;
			}
		}
		return fail("all sends are written to a server that does not reply");
	}

	@Test
	void onlyOwnCommandTimeoutEndsCall() throws Exception {
		SharedChannel<String> patient = channel(Duration.ofMinutes(5), Duration.ofMinutes(1));
		SharedChannel<String> impatient = instance(this.server.port(), Duration.ofMinutes(5), Duration.ofSeconds(1))
			.channel("late", (builder) -> builder.bufferSize(10));
		warmUp(patient);
		warmUp(impatient);
		sendOnce(impatient, "late");
		this.server.halt();
		CompletableFuture<Integer> sent = CompletableFuture.supplyAsync(() -> send(patient), this.threads);
		assertGivesUp(impatient);
		pause(LONG_PAUSE);
		assertThat(sent).isNotDone();
		this.server.resume();
		assertThat(sent.get(1, TimeUnit.MINUTES)).isEqualTo(1);
		assertThat(eventually(patient::size)).isEqualTo(1);
		assertThat(eventually(() -> impatient.receive(LIMIT))).isEqualTo("late");
	}

	@Test
	void liveInstanceKeepsValuesDuringOutage() throws Exception {
		try (TestServer killed = TestServer.with("appendonly", "yes", "appendfsync", "always")) {
			CompletableFuture<?> whileHalted = CompletableFuture
				.runAsync(() -> assertKeepsItsValue(this.server, this.server::halt, this.server::resume), this.threads);
			CompletableFuture<?> whileKilled = CompletableFuture
				.runAsync(() -> assertKeepsItsValue(killed, killed::kill, killed::start), this.threads);
			whileHalted.get(2, TimeUnit.MINUTES);
			whileKilled.get(2, TimeUnit.MINUTES);
		}
	}

	/**
	 * Assert that the instance that has received a value keeps it during an outage. The
	 * other instance reconnects first, and must leave the owner time to renew.
	 */
	private void assertKeepsItsValue(TestServer server, Runnable begin, Runnable end) {
		Duration visibility = Duration.ofSeconds(3);
		try (TestProxy proxy = new TestProxy(server.port())) {
			SharedChannel<String> owner = channel(instance(proxy.port(), visibility, Duration.ofSeconds(1)));
			SharedChannel<String> other = channel(instance(server.port(), visibility, Duration.ofSeconds(1)));
			warmUp(owner);
			sendOnce(owner, "job");
			Received<String> received = owner.acknowledging().receive();
			CompletableFuture<Boolean> stolen = CompletableFuture.supplyAsync(() -> receivesValue(other), this.threads);
			Awaitility.await().until(() -> other.waitingReceivers() == 1);
			proxy.cut();
			begin.run();
			pause(visibility.plusMillis(300));
			end.run();
			eventually(other::size);
			pause(visibility.dividedBy(3));
			proxy.restore();
			eventually(owner::size);
			pause(visibility);
			assertThat(stolen).isNotDone();
			received.acknowledge();
			awaitAcknowledged(owner);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean receivesValue(SharedChannel<String> channel) {
		try {
			channel.acknowledging().receive(Duration.ofMinutes(2));
			return true;
		}
		catch (ChannelTimeoutException | InterruptedException ex) {
			return false;
		}
	}

	/**
	 * Assert that a receive gives up, or is rejected because the server has been silent
	 * for too long.
	 */
	private static void assertGivesUp(SharedChannel<String> channel) {
		assertThatExceptionOfType(ChannelException.class).isThrownBy(channel::tryReceive)
			.isInstanceOfAny(UnknownOutcomeException.class, ChannelUnavailableException.class);
	}

	/**
	 * Let the server load the scripts. The first call of a script fails, and is repeated
	 * with the text of the script.
	 */
	private static void warmUp(SharedChannel<String> channel) {
		eventually(() -> channel.trySend("warm"));
		eventually(() -> {
			Received<String> received = channel.acknowledging().tryReceive();
			if (received != null) {
				received.acknowledge();
			}
			return channel.size() == 0;
		}, true);
		awaitAcknowledged(channel);
	}

	private static void awaitAcknowledged(SharedChannel<String> channel) {
		eventually(() -> channel.totals().unacknowledged() == 0, true);
	}

	/** Send a value. If the reply is late, wait until the value has arrived. */
	private static void sendOnce(SharedChannel<String> channel, String value) throws InterruptedException {
		try {
			channel.send(value);
		}
		catch (UnknownOutcomeException ex) {
			eventually(channel::size, 1);
		}
	}

	private static String take(SharedChannel<String> channel) throws InterruptedException {
		Received<String> received = channel.acknowledging().receive(LIMIT);
		received.acknowledge();
		return received.value();
	}

	/** Repeat a call that may fail while the server, or the machine, is slow. */
	private static <R> R eventually(Callable<R> call) {
		return soon().until(call, Objects::nonNull);
	}

	private static <R> void eventually(Callable<R> call, R expected) {
		soon().until(call, expected::equals);
	}

	private static ConditionFactory soon() {
		return Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(20))
			.ignoreExceptionsInstanceOf(ChannelException.class);
	}

	private static void pause(Duration duration) throws InterruptedException {
		new CountDownLatch(1).await(duration.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Send until the outcome is known. Returns the number of sends, each of which was
	 * written to the connection.
	 */
	private static int send(SharedChannel<String> channel) {
		for (int written = 1;; written++) {
			try {
				channel.send("sent");
				return written;
			}
			catch (UnknownOutcomeException ex) {
				continue;
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private SharedChannel<String> channel(Duration visibility, Duration commandTimeout) {
		return channel(instance(this.server.port(), visibility, commandTimeout));
	}

	private static SharedChannel<String> channel(TestInstance instance) {
		return instance.channel("orders", (builder) -> builder.bufferSize(10));
	}

	private TestInstance instance(int port, Duration visibility, Duration commandTimeout) {
		TestInstance instance = new TestInstance(port, new RedisChannelSettings("bpc", visibility, 3, commandTimeout));
		this.instances.add(instance);
		return instance;
	}

}
