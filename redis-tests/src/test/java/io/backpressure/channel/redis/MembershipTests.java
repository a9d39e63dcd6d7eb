package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.ChannelException;
import io.backpressure.channel.ChannelUnavailableException;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.SharedChannel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for instances that start, leave, come back, and have different settings.
 */
@Tag("every-server")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MembershipTests {

	private static final String INSTANCES = "{bpc:orders}:instances";

	private static final int ROUNDS = 5;

	private static final int CHANNELS = 60;

	private final TestServer server = TestServer.with();

	private final TestProxy proxy = new TestProxy(this.server.port());

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<TestInstance> instances = new ArrayList<>();

	@AfterEach
	void end() {
		this.threads.shutdownNow();
		this.instances.forEach(TestInstance::close);
		this.proxy.close();
		this.server.close();
	}

	@Test
	void instancesStartConcurrentlyOnEmptyServer() {
		this.proxy.delay(1);
		for (int round = 0; round < ROUNDS; round++) {
			this.server.ask((commands) -> commands.flushall());
			CountDownLatch ready = new CountDownLatch(2);
			CompletableFuture<?> first = start(ready);
			CompletableFuture<?> second = start(ready);
			first.join();
			second.join();
		}
	}

	private CompletableFuture<?> start(CountDownLatch ready) {
		return CompletableFuture.runAsync(() -> {
			try (TestInstance instance = new TestInstance(this.proxy.port(), settings(Duration.ofSeconds(30)))) {
				// connect first, so that all channels are opened at the same time
				instance.channel("first-" + ready.getCount(), (builder) -> builder.bufferSize(1));
				ready.countDown();
				ready.await();
				for (int channel = 0; channel < CHANNELS; channel++) {
					instance.channel("start-" + channel, (builder) -> builder.bufferSize(1));
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}, this.threads);
	}

	@Test
	void differentSettingsFailStartup() {
		channel(instance(this.server.port(), Duration.ofSeconds(30)), 5, BackpressureStrategy.BLOCK);
		rejected(Duration.ofSeconds(30), 6, BackpressureStrategy.BLOCK, "capacity of 5");
		rejected(Duration.ofSeconds(30), 5, BackpressureStrategy.DROP, "strategy BLOCK");
		rejected(Duration.ofSeconds(3), 5, BackpressureStrategy.BLOCK,
				"a visibility timeout of 30000 ms in 1 running instance(s), but 3000 ms here");
		rejected(Duration.ofSeconds(60), 5, BackpressureStrategy.BLOCK, "a visibility timeout of 30000 ms");
		channel(instance(this.server.port(), Duration.ofSeconds(30)), 5, BackpressureStrategy.BLOCK);
	}

	@Test
	void differentMaxDeliveriesFailStartup() {
		channel(instance(this.server.port(), settings(3)), 5, BackpressureStrategy.BLOCK);
		for (int deliveries : new int[] { 2, 4 }) {
			rejected(settings(deliveries), 5, BackpressureStrategy.BLOCK,
					"delivers a value 3 times at most (max-deliveries) in 1 running instance(s), but " + deliveries
							+ " here");
		}
		channel(instance(this.server.port(), settings(3)), 5, BackpressureStrategy.BLOCK);
	}

	private void rejected(Duration visibility, int capacity, BackpressureStrategy strategy, String message) {
		rejected(settings(visibility), capacity, strategy, message);
	}

	private void rejected(RedisChannelSettings settings, int capacity, BackpressureStrategy strategy, String message) {
		TestInstance instance = instance(this.server.port(), settings);
		assertThatExceptionOfType(RedisTransportException.class).isThrownBy(() -> channel(instance, capacity, strategy))
			.withMessageContaining(message);
	}

	@Test
	void returningInstanceWithOtherSettingsIsExcluded() throws Exception {
		SharedChannel<String> old = channel(instance(this.proxy.port(), Duration.ofSeconds(30)), 1000,
				BackpressureStrategy.BLOCK);
		this.proxy.cut();
		// as if the other instances presumed the first one dead
		this.server.ask((commands) -> commands.del(INSTANCES));
		TestInstance other = instance(this.server.port(), Duration.ofSeconds(30));
		SharedChannel<String> now = channel(other, 2, BackpressureStrategy.BLOCK);
		this.proxy.restore();
		Awaitility.await()
			.ignoreExceptionsInstanceOf(ChannelUnavailableException.class)
			.untilAsserted(
					() -> assertThatExceptionOfType(BrokenChannelException.class).isThrownBy(() -> old.trySend("a"))
						.withMessageContaining("capacity of 2")
						.withMessageContaining("1000"));
		assertThat(now.size()).isZero();
		assertThat(old.refusal()).contains("capacity of 2");
		assertThatExceptionOfType(BrokenChannelException.class).isThrownBy(old::tryReceive);
		assertThatExceptionOfType(BrokenChannelException.class).isThrownBy(() -> old.acknowledging().receive());
		other.close();
		Awaitility.await()
			.ignoreExceptionsInstanceOf(ChannelException.class)
			.until(() -> old.trySend("b") == SendResult.SENT);
		Awaitility.await().until(() -> old.refusal() == null);
	}

	static Stream<Arguments> others() {
		return Stream.of(Arguments.of(settings(Duration.ofSeconds(30)), "a visibility timeout of 30000 ms"),
				Arguments.of(new RedisChannelSettings("bpc", Duration.ofSeconds(3), 4, Duration.ofSeconds(10)),
						"delivers a value 4 times at most"));
	}

	@ParameterizedTest(name = "{1}")
	@MethodSource("others")
	void everyDifferentSettingExcludesReturningInstance(RedisChannelSettings others, String message) {
		SharedChannel<String> old = channel(instance(this.proxy.port(), Duration.ofSeconds(3)), 5,
				BackpressureStrategy.BLOCK);
		this.proxy.cut();
		this.server.ask((commands) -> commands.del(INSTANCES));
		channel(instance(this.server.port(), others), 5, BackpressureStrategy.BLOCK);
		this.proxy.restore();
		Awaitility.await().until(() -> old.refusal() != null);
		assertThat(old.refusal()).contains(message);
		assertThatExceptionOfType(BrokenChannelException.class).isThrownBy(old::tryReceive);
	}

	@Test
	void closedInstanceIsRemovedAndNotAddedAgain() {
		TestInstance ending = instance(this.server.port(), Duration.ofMillis(400));
		channel(ending, 5, BackpressureStrategy.BLOCK);
		Awaitility.await().until(() -> count() == 1);
		ending.close();
		assertThat(count()).isZero();
		channel(instance(this.server.port(), Duration.ofMillis(500)), 6, BackpressureStrategy.DROP);
	}

	@Test
	void closeAffectsOnlyChannelInSameDatabase() throws Exception {
		RedisStandaloneConfiguration one = new RedisStandaloneConfiguration("127.0.0.1", this.server.port());
		one.setDatabase(1);
		SharedChannel<String> zero = channel(instance(this.server.port(), Duration.ofSeconds(30)), 5,
				BackpressureStrategy.BLOCK);
		TestInstance instance = new TestInstance(one, settings(Duration.ofSeconds(30)));
		this.instances.add(instance);
		SharedChannel<String> other = channel(instance, 5, BackpressureStrategy.BLOCK);
		SharedChannel<String> third = channel(instance(this.server.port(), Duration.ofSeconds(30)), 5,
				BackpressureStrategy.BLOCK);
		zero.close();
		Awaitility.await().until(third::isClosed); // the event has been published
		other.send("a");
		assertThat(other.receive()).isEqualTo("a");
		assertThat(other.isClosed()).isFalse();
	}

	private TestInstance instance(int port, Duration visibility) {
		return instance(port, settings(visibility));
	}

	private TestInstance instance(int port, RedisChannelSettings settings) {
		TestInstance instance = new TestInstance(port, settings);
		this.instances.add(instance);
		return instance;
	}

	private static RedisChannelSettings settings(Duration visibility) {
		return new RedisChannelSettings("bpc", visibility, 3, Duration.ofSeconds(10));
	}

	private static RedisChannelSettings settings(int maxDeliveries) {
		return new RedisChannelSettings("bpc", Duration.ofSeconds(30), maxDeliveries, Duration.ofSeconds(10));
	}

	private static SharedChannel<String> channel(TestInstance instance, int capacity, BackpressureStrategy strategy) {
		return instance.channel("orders", (builder) -> builder.bufferSize(capacity).strategy(strategy));
	}

	private long count() {
		return this.server.<Long>ask((commands) -> commands.zcard(INSTANCES));
	}

}
