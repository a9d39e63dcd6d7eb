package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.ChannelUnavailableException;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.SharedChannel;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests with a server that rejects operations of a channel.
 */
@Tag("every-server")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RejectionTests {

	private static final String STREAM = "{bpc:orders}:stream";

	private final RedisChannelSettings settings = new RedisChannelSettings("bpc", Duration.ofSeconds(1), 3,
			Duration.ofSeconds(20));

	private final TestServer server = TestServer.with();

	private final TestInstance instance = new TestInstance(this.server, this.settings);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void end() {
		this.threads.shutdownNow();
		this.instance.close();
		this.server.close();
	}

	@Test
	void deletedStreamIsReportedAndNotRecreated() {
		SharedChannel<String> channel = channel(this.instance, BackpressureStrategy.BLOCK);
		List<CompletableFuture<Void>> waiting = new ArrayList<>();
		for (int thread = 0; thread < 50; thread++) {
			waiting.add(CompletableFuture.runAsync(() -> assertBroken(channel::receive, "NOGROUP"), this.threads));
		}
		Awaitility.await().until(() -> channel.waitingReceivers() == waiting.size());
		this.server.ask((commands) -> commands.del(STREAM));
		CompletableFuture<Void> all = CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new));
		Awaitility.await().until(all::isDone);
		all.join();
		assertBroken(() -> channel.send("a"), "The keys of the channel are gone");
		assertBroken(() -> channel.trySend("a"), "The keys of the channel are gone");
		assertBroken(channel::tryReceive, "The keys of the channel are gone");
		assertBroken(channel.acknowledging()::receive, "The keys of the channel are gone");
		assertBroken(channel::size, "The keys of the channel are gone");
		try (TestInstance other = new TestInstance(this.server, this.settings)) {
			assertNotOpened(other, "The keys of the channel are gone");
		}
		assertThat(this.server.<Long>ask((commands) -> commands.exists(STREAM))).isZero();
	}

	@Test
	void waitingSendersFailWhenKeysAreGone() throws Exception {
		SharedChannel<String> channel = channel(this.instance, BackpressureStrategy.BLOCK);
		channel.send("a");
		channel.send("b");
		CompletableFuture<Void> waiting = CompletableFuture
			.runAsync(() -> assertBroken(() -> channel.send("c"), "NOGROUP"), this.threads);
		Awaitility.await().until(() -> channel.waitingSenders() == 1);
		this.server.ask((commands) -> commands.del(STREAM));
		waiting.join();
	}

	@Test
	void missingPermissionFailsStartup() {
		setUser((user) -> user.removeCommand(CommandType.XADD));
		try (TestInstance other = new TestInstance(user(), this.settings)) {
			assertNotOpened(other, "Allow the user of this application");
		}
	}

	@Test
	void revokedPermissionLosesNoValue() throws Exception {
		setUser((user) -> user);
		try (TestInstance other = new TestInstance(user(), this.settings)) {
			SharedChannel<String> channel = channel(other, BackpressureStrategy.DROP_OLDEST);
			channel.send("a");
			channel.send("b");
			setUser((user) -> user.removeCommand(CommandType.XADD));
			assertBroken(() -> channel.send("c"), "Allow the user of this application");
			assertThat(channel.receiveBatch(3, Duration.ZERO)).containsExactly("a", "b");
			setUser((user) -> user);
			channel.send("c");
			assertThat(channel.receive()).isEqualTo("c");
		}
	}

	@Test
	void keyEvictionPolicyFailsStartup() {
		this.server.ask((commands) -> commands.configSet("maxmemory-policy", "allkeys-lru"));
		try (TestInstance other = new TestInstance(this.server, this.settings)) {
			assertThatIllegalStateException().isThrownBy(() -> channel(other, BackpressureStrategy.BLOCK))
				.withMessageContaining("maxmemory-policy allkeys-lru")
				.withMessageContaining("noeviction");
		}
	}

	@Test
	void sendsFailOrWaitWhileMemoryIsFull() throws Exception {
		SharedChannel<String> channel = channel(this.instance, BackpressureStrategy.BLOCK);
		channel.send("a");
		this.server.ask((commands) -> commands.configSet("maxmemory", "1"));
		assertThatExceptionOfType(ChannelUnavailableException.class).isThrownBy(() -> channel.trySend("b"))
			.withMessageContaining("OOM");
		CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(channel, "b"), this.threads);
		Awaitility.await().until(() -> channel.waitingSenders() == 1);
		assertThat(channel.receive()).isEqualTo("a");
		assertThat(sent).isNotDone();
		this.server.ask((commands) -> commands.configSet("maxmemory", "0"));
		sent.join();
		assertThat(channel.trySend("c")).isEqualTo(SendResult.SENT);
		assertThat(channel.receiveBatch(3, Duration.ZERO)).containsExactly("b", "c");
	}

	@Test
	void failedSendEvictsNoValueIfMemoryIsFull() throws Exception {
		SharedChannel<String> channel = channel(this.instance, BackpressureStrategy.DROP_OLDEST);
		channel.send("a");
		channel.send("b");
		this.server.ask((commands) -> commands.configSet("maxmemory", "1"));
		assertThatExceptionOfType(ChannelUnavailableException.class).isThrownBy(() -> channel.send("c"));
		assertThat(channel.totals().dropped()).isZero();
		assertThat(channel.receiveBatch(3, Duration.ZERO)).containsExactly("a", "b");
	}

	private static SharedChannel<String> channel(TestInstance instance, BackpressureStrategy strategy) {
		return instance.channel("orders", (builder) -> builder.strategy(strategy).bufferSize(2));
	}

	private static void assertBroken(ThrowingCallable call, String message) {
		assertThatExceptionOfType(BrokenChannelException.class).isThrownBy(call).withMessageContaining(message);
	}

	private static void assertNotOpened(TestInstance instance, String message) {
		assertThatExceptionOfType(RedisTransportException.class)
			.isThrownBy(() -> channel(instance, BackpressureStrategy.BLOCK))
			.withMessageContaining(message);
	}

	private static void send(SharedChannel<String> channel, String value) {
		try {
			channel.send(value);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void setUser(UnaryOperator<AclSetuserArgs> but) {
		AclSetuserArgs all = AclSetuserArgs.Builder.on().addPassword("secret").allKeys().allChannels().allCommands();
		this.server.ask((commands) -> commands.aclSetuser("app", but.apply(all)));
	}

	private RedisStandaloneConfiguration user() {
		RedisStandaloneConfiguration user = new RedisStandaloneConfiguration("127.0.0.1", this.server.port());
		user.setUsername("app");
		user.setPassword("secret");
		return user;
	}

}
