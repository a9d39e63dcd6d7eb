package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.ChannelTimeoutException;
import io.backpressure.channel.Received;
import io.backpressure.channel.SharedChannel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server that stands still for some seconds and goes on, or is killed and started
 * again.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PausedServerTests {

	private final TestServer server = TestServer.with("appendonly", "yes", "appendfsync", "always");

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<TestInstance> instances = new ArrayList<>();

	@AfterEach
	void end() {
		this.threads.shutdownNow();
		this.server.resume();
		this.instances.forEach(TestInstance::close);
		this.server.close();
	}

	@Test
	void valueTakenByReceiveThatGaveUpIsDeliveredForTheFirstTime() throws Exception {
		SharedChannel<String> channel = channel(Duration.ofMinutes(5), Duration.ofSeconds(1));
		warmUp(channel);
		channel.send("job");
		this.server.halt();
		assertThatExceptionOfType(ChannelUnavailableException.class)
			.isThrownBy(() -> channel.acknowledging().tryReceive());
		this.server.resume();
		Received<String> received = channel.acknowledging().receive(Duration.ofMinutes(1));
		assertThat(received.value()).isEqualTo("job");
		assertThat(received.deliveries()).isEqualTo(1);
		received.acknowledge();
		Awaitility.await().until(() -> channel.totals().unacknowledged() == 0);
	}

	@Test
	void valueOfPlainReceiveThatGaveUpGoesToTheNext() throws Exception {
		SharedChannel<String> channel = channel(Duration.ofMinutes(5), Duration.ofSeconds(1));
		for (boolean acknowledging : new boolean[] { false, true }) {
			warmUp(channel);
			channel.send("job");
			this.server.halt();
			assertThatExceptionOfType(UnknownOutcomeException.class).isThrownBy(channel::tryReceive);
			this.server.resume();
			assertThat(acknowledging ? channel.acknowledging().receive(Duration.ofMinutes(1)).value()
					: channel.receive(Duration.ofMinutes(1)))
				.isEqualTo("job");
		}
		assertThat(channel.totals().received()).isEqualTo(4);
	}

	@Test
	void nothingMoreIsWrittenToServerThatDoesNotAnswer() throws Exception {
		TestInstance instance = instance(Duration.ofMinutes(5), Duration.ofSeconds(1));
		List<SharedChannel<String>> channels = new ArrayList<>();
		for (int number = 0; number < 20; number++) {
			channels.add(instance.channel("paused-" + number, (builder) -> builder.bufferSize(10)));
		}
		warmUp(channels.get(0));
		this.server.halt();
		assertThatExceptionOfType(UnknownOutcomeException.class).isThrownBy(() -> channels.get(0).trySend("lost?"));
		for (SharedChannel<String> channel : channels) {
			assertThatExceptionOfType(ChannelUnavailableException.class).isThrownBy(() -> channel.trySend("refused"))
				.withMessageContaining("127.0.0.1:" + this.server.port())
				.withMessageContaining("it has not answered for");
			assertThatExceptionOfType(ChannelUnavailableException.class).isThrownBy(channel::size)
				.withMessageContaining("it has not answered for");
			assertThat(channel.stats().bufferUtilization()).isNaN();
		}
		CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> send(channels.get(1)), this.threads);
		Awaitility.await().until(() -> channels.get(1).waitingSenders() == 1);
		this.server.resume();
		waiting.get(1, TimeUnit.MINUTES);
		assertThat(channels.get(1).size()).isEqualTo(1);
		assertThat(channels.get(0).size()).isEqualTo(1);
	}

	@Test
	void commandTimeoutIsTheOnlyLimitOfCall() throws Exception {
		SharedChannel<String> channel = channel(Duration.ofMinutes(5), Duration.ofMinutes(1));
		warmUp(channel);
		this.server.halt();
		CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(channel), this.threads);
		assertThat(sent.completeOnTimeout(null, 11, TimeUnit.SECONDS)).isNotCompletedExceptionally();
		long start = System.nanoTime();
		Awaitility.await().until(() -> System.nanoTime() - start > Duration.ofSeconds(11).toNanos());
		this.server.resume();
		Awaitility.await().until(() -> channel.size() == 1);
		assertThat(sent).isNotCompletedExceptionally();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void liveInstanceKeepsItsValuesWhileTheServerIsAway(boolean halted) throws Exception {
		Duration visibility = Duration.ofSeconds(2);
		SharedChannel<String> owner = channel(visibility, Duration.ofSeconds(1));
		SharedChannel<String> other = channel(visibility, Duration.ofSeconds(1));
		owner.send("job");
		Received<String> received = owner.acknowledging().receive();
		CompletableFuture<Boolean> stolen = CompletableFuture.supplyAsync(() -> getsSomething(other), this.threads);
		Awaitility.await().until(() -> other.waitingReceivers() == 1);
		for (int outage = 0; outage < 3; outage++) {
			if (halted) {
				this.server.halt();
			}
			else {
				this.server.kill();
			}
			new CountDownLatch(1).await(visibility.toMillis() * 2, TimeUnit.MILLISECONDS);
			if (halted) {
				this.server.resume();
			}
			else {
				this.server.start();
			}
			Awaitility.await()
				.ignoreExceptionsInstanceOf(ChannelUnavailableException.class)
				.until(() -> owner.size() == 0);
			new CountDownLatch(1).await(visibility.toMillis() * 2, TimeUnit.MILLISECONDS);
		}
		assertThat(stolen).isNotDone();
		received.acknowledge();
		Awaitility.await().until(() -> owner.totals().unacknowledged() == 0);
	}

	private static boolean getsSomething(SharedChannel<String> channel) {
		try {
			channel.acknowledging().receive(Duration.ofMinutes(2));
			return true;
		}
		catch (ChannelTimeoutException | InterruptedException ex) {
			return false;
		}
	}

	/** The server has to know the scripts, or the first attempt only finds that out. */
	private static void warmUp(SharedChannel<String> channel) throws InterruptedException {
		channel.send("warm");
		channel.acknowledging().receive().acknowledge();
		Awaitility.await().until(() -> channel.totals().unacknowledged() == 0);
	}

	private static void send(SharedChannel<String> channel) {
		try {
			channel.send("sent");
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private SharedChannel<String> channel(Duration visibility, Duration commandTimeout) {
		return instance(visibility, commandTimeout).channel("orders", (builder) -> builder.bufferSize(10));
	}

	private TestInstance instance(Duration visibility, Duration commandTimeout) {
		TestInstance instance = new TestInstance(this.server,
				new RedisChannelSettings("bpc", visibility, 3, commandTimeout));
		this.instances.add(instance);
		return instance;
	}

}
