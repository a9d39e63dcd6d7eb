package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.ChannelTimeoutException;
import io.backpressure.channel.Received;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.SharedChannel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a channel that two instances share.
 */
@Tag("every-server")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedisChannelTests {

	private final String name = "test-" + UUID.randomUUID();

	private final RedisChannelSettings settings = new RedisChannelSettings("bpc", Duration.ofMillis(400), 3,
			Duration.ofSeconds(20));

	private final TestInstance one = new TestInstance(TestServer.shared(), this.settings);

	private final TestInstance two = new TestInstance(TestServer.shared(), this.settings);

	@AfterEach
	void leave() {
		this.one.close();
		this.two.close();
	}

	@Test
	void instancesExchangeValuesInOrder() throws Exception {
		SharedChannel<String> sender = channel(this.one, BackpressureStrategy.BLOCK, 3);
		SharedChannel<String> receiver = channel(this.two, BackpressureStrategy.BLOCK, 3);
		sender.send("a");
		sender.send("b");
		assertThat(receiver.size()).isEqualTo(2);
		assertThat(receiver.receive()).isEqualTo("a");
		assertThat(receiver.receiveBatch(5, Duration.ZERO)).containsExactly("b");
		assertThat(receiver.tryReceive()).isNull();
		assertThat(sender.stats().sendCount()).isEqualTo(2);
		assertThat(sender.stats().receiveCount()).isZero();
		assertThat(sender.totals().received()).isEqualTo(2);
	}

	@Test
	void capacityBoundsBothInstancesTogether() {
		SharedChannel<String> first = channel(this.one, BackpressureStrategy.BLOCK, 2);
		SharedChannel<String> second = channel(this.two, BackpressureStrategy.BLOCK, 2);
		assertThat(first.trySend("a")).isEqualTo(SendResult.SENT);
		assertThat(second.trySend("b")).isEqualTo(SendResult.SENT);
		assertThat(first.trySend("c")).isEqualTo(SendResult.FULL);
		assertThat(second.trySend("c")).isEqualTo(SendResult.FULL);
	}

	@Test
	void senderWaitsForRoomMadeByOtherInstance() throws Exception {
		SharedChannel<String> sender = channel(this.one, BackpressureStrategy.BLOCK, 1);
		SharedChannel<String> receiver = channel(this.two, BackpressureStrategy.BLOCK, 1);
		sender.send("a");
		CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(sender, "b"));
		Awaitility.await().until(() -> sender.waitingSenders() == 1);
		assertThat(receiver.receive()).isEqualTo("a");
		sent.join();
		assertThat(receiver.receive()).isEqualTo("b");
	}

	@Test
	void evictedValueIsReportedToTheEvictingInstance() throws Exception {
		List<String> dropped = new ArrayList<>();
		SharedChannel<String> first = channel(this.one, BackpressureStrategy.DROP_OLDEST, 2);
		SharedChannel<String> second = this.two.channel(this.name,
				(builder) -> builder.bufferSize(2).strategy(BackpressureStrategy.DROP_OLDEST).onDrop(dropped::add));
		first.send("a");
		first.send("b");
		second.send("c");
		assertThat(dropped).containsExactly("a");
		assertThat(first.receiveBatch(5, Duration.ZERO)).containsExactly("b", "c");
		assertThat(first.totals().dropped()).isEqualTo(1);
	}

	@Test
	void closeEndsWaitsOfBothInstances() throws Exception {
		SharedChannel<String> first = channel(this.one, BackpressureStrategy.BLOCK, 1);
		SharedChannel<String> second = channel(this.two, BackpressureStrategy.BLOCK, 1);
		CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> receiveClosed(second));
		Awaitility.await().until(() -> second.waitingReceivers() == 1);
		CompletableFuture<Void> closed = new CompletableFuture<>();
		second.onClose(() -> closed.complete(null));
		first.close();
		waiting.join();
		closed.join();
		assertThat(second.trySend("a")).isEqualTo(SendResult.CLOSED);
		assertThat(second.isClosed()).isTrue();
	}

	@Test
	void detachedInstanceStopsWhileOthersContinue() throws Exception {
		SharedChannel<String> first = channel(this.one, BackpressureStrategy.BLOCK, 1);
		SharedChannel<String> second = channel(this.two, BackpressureStrategy.BLOCK, 1);
		first.detach();
		first.close();
		assertThat(first.trySend("a")).isEqualTo(SendResult.CLOSED);
		second.send("a");
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(first::receive);
		assertThat(second.receive()).isEqualTo("a");
	}

	@Test
	void unacknowledgedValueIsRedeliveredAfterDetach() throws Exception {
		SharedChannel<String> first = channel(this.one, BackpressureStrategy.BLOCK, 1);
		SharedChannel<String> second = channel(this.two, BackpressureStrategy.BLOCK, 1);
		first.send("a");
		Received<String> taken = first.acknowledging().receive();
		assertThat(taken.value()).isEqualTo("a");
		assertThat(first.size()).isZero();
		assertThat(first.totals().unacknowledged()).isEqualTo(1);
		first.detach();
		Received<String> again = second.acknowledging().receive();
		assertThat(again.value()).isEqualTo("a");
		assertThat(again.deliveries()).isEqualTo(2);
		again.acknowledge();
		Awaitility.await().until(() -> second.totals().unacknowledged() == 0);
		assertThat(second.totals().received()).isEqualTo(1);
	}

	@Test
	void renewedValueIsNotRedelivered() throws Exception {
		RedisChannelSettings longer = new RedisChannelSettings("bpc", Duration.ofSeconds(2), 3, Duration.ofSeconds(20));
		try (TestInstance working = new TestInstance(TestServer.shared(), longer);
				TestInstance waiting = new TestInstance(TestServer.shared(), longer)) {
			SharedChannel<String> first = channel(working, BackpressureStrategy.BLOCK, 1);
			ChannelReceiver<Received<String>> other = channel(waiting, BackpressureStrategy.BLOCK, 1).acknowledging();
			first.send("a");
			Received<String> taken = first.acknowledging().receive();
			assertThatExceptionOfType(ChannelTimeoutException.class)
				.isThrownBy(() -> other.receive(longer.visibilityTimeout().multipliedBy(3).dividedBy(2)));
			taken.acknowledge();
			Awaitility.await().until(() -> first.totals().unacknowledged() == 0);
		}
	}

	@Test
	void unreadableValueIsReportedAndDoesNotBlock() throws Exception {
		SharedChannel<String> writer = channel(this.one, BackpressureStrategy.BLOCK, 2);
		writer.send("no number");
		writer.send("7");
		SharedChannel<Integer> reader = this.two.channel(this.name, Integer.class, (builder) -> builder.bufferSize(2));
		assertThatExceptionOfType(UnreadableValueException.class).isThrownBy(reader::receive)
			.satisfies((ex) -> assertThat(new String(ex.bytes())).isEqualTo("\"no number\""));
		assertThat(reader.receive()).isEqualTo(7);
	}

	@Test
	void differentCapacityFailsStartup() {
		channel(this.one, BackpressureStrategy.BLOCK, 2);
		assertThatExceptionOfType(RedisTransportException.class)
			.isThrownBy(() -> channel(this.two, BackpressureStrategy.DROP, 3))
			.withMessageContaining("capacity of 2 and strategy BLOCK in 1 running instance(s), but 3 and DROP here.");
	}

	@Test
	void settingsMayChangeAfterOthersHaveLeft() throws Exception {
		SharedChannel<String> first = channel(this.one, BackpressureStrategy.BLOCK, 2);
		first.send("a");
		this.one.close();
		SharedChannel<String> second = channel(this.two, BackpressureStrategy.ERROR, 3);
		assertThat(second.receive()).isEqualTo("a");
	}

	private SharedChannel<String> channel(TestInstance instance, BackpressureStrategy strategy, int capacity) {
		return instance.channel(this.name, (builder) -> builder.strategy(strategy).bufferSize(capacity));
	}

	private static void send(SharedChannel<String> channel, String value) {
		try {
			channel.send(value);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void receiveClosed(SharedChannel<String> channel) {
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(channel::receive);
	}

}
