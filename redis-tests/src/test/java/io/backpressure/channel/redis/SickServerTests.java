package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.backpressure.channel.ChannelException;
import io.backpressure.channel.ChannelUnavailableException;
import io.backpressure.channel.Received;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.UnknownOutcomeException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests with a server that replies but cannot serve channels, and with slow application
 * code.
 */
@Tag("every-server")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SickServerTests {

	private final RedisChannelSettings settings = new RedisChannelSettings("bpc", Duration.ofSeconds(2), 3,
			Duration.ofSeconds(20));

	private final TestServer server = TestServer.with();

	private final TestInstance instance = new TestInstance(this.server, this.settings);

	private final SharedChannel<String> channel = this.instance.channel("orders", (builder) -> builder.bufferSize(5));

	@AfterEach
	void end() {
		this.instance.close();
		this.server.close();
	}

	@Test
	void replicaIsReportedAndDisconnected() {
		assertThat(this.channel.refusal()).isNull();
		String before = connections();
		this.server.ask((commands) -> commands.replicaof("127.0.0.1", 1));
		Awaitility.await().until(() -> this.channel.refusal() != null);
		assertThat(this.channel.refusal()).contains("READONLY").contains("127.0.0.1:" + this.server.port());
		// the outcome is unknown if the replica is disconnected during the send
		assertThatExceptionOfType(ChannelException.class).isThrownBy(() -> this.channel.trySend("a"))
			.isInstanceOfAny(ChannelUnavailableException.class, UnknownOutcomeException.class);
		Awaitility.await().until(() -> !connections().equals(before));
		this.server.ask((commands) -> commands.replicaofNoOne());
		Awaitility.await().until(() -> this.channel.refusal() == null);
		Awaitility.await()
			.ignoreExceptionsInstanceOf(ChannelException.class)
			.until(() -> this.channel.trySend("a") == SendResult.SENT);
	}

	@Test
	void fullMemoryIsReportedWithoutFurtherSend() throws Exception {
		this.channel.send("a");
		this.server.ask((commands) -> commands.configSet("maxmemory", "1"));
		Awaitility.await().until(() -> this.channel.refusal() != null);
		assertThat(this.channel.refusal()).contains("OOM");
		assertThatExceptionOfType(ChannelUnavailableException.class).isThrownBy(() -> this.channel.trySend("b"));
		this.server.ask((commands) -> commands.configSet("maxmemory", "0"));
		Awaitility.await().until(() -> this.channel.refusal() == null);
	}

	@Test
	void heartbeatAndCloseWorkWhileMemoryIsFull() throws Exception {
		this.channel.send("a");
		this.server.ask((commands) -> commands.configSet("maxmemory", "1"));
		double seen = seen();
		Awaitility.await().until(() -> seen() > seen);
		Received<String> received = this.channel.acknowledging().receive();
		received.acknowledge();
		this.channel.close();
		assertThat(this.channel.isClosed()).isTrue();
		try (TestInstance other = new TestInstance(this.server, this.settings)) {
			SharedChannel<String> theirs = other.channel("orders", (builder) -> builder.bufferSize(5));
			assertThat(theirs.isClosed()).isTrue();
		}
	}

	@Test
	void lostKeysAreReportedAsRefusal() {
		this.server.ask((commands) -> commands.flushall());
		Awaitility.await().until(() -> this.channel.refusal() != null);
		assertThat(this.channel.refusal()).contains("The keys of the channel are gone");
	}

	@Test
	void closeActionsDoNotDelayRenewals() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		SharedChannel<String> closing = this.instance.channel("closing", (builder) -> builder.bufferSize(1));
		closing.onClose(() -> {
			begun.countDown();
			awaitUninterruptibly(end);
		});
		this.channel.send("job");
		Received<String> received = this.channel.acknowledging().receive();
		try (TestInstance other = new TestInstance(this.server, this.settings)) {
			other.channel("closing", (builder) -> builder.bufferSize(1)).close();
			begun.await();
			long renewed = renewed();
			Awaitility.await().until(() -> renewed() > renewed + this.settings.visibilityTimeout().toMillis());
		}
		end.countDown();
		received.acknowledge();
		Awaitility.await().until(() -> this.channel.totals().unacknowledged() == 0);
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Return the time at which the instance was last seen, by the clock of the server. If
	 * there are two instances, return the earlier time.
	 */
	private double seen() {
		return this.server
			.<Double>ask((commands) -> commands.zrangeWithScores("{bpc:orders}:instances", 0, 0).get(0).getScore());
	}

	private long renewed() {
		return this.server.renewed("{bpc:orders}:stream");
	}

	/** Return the ids of the channel's connections for events. */
	private String connections() {
		return this.server.ask((commands) -> commands.clientList()
			.lines()
			.filter((line) -> line.contains(" sub=1 "))
			.map((line) -> line.substring(0, line.indexOf(' ')))
			.toList()
			.toString());
	}

}
