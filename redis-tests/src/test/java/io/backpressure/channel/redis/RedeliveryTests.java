package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.backpressure.channel.Received;
import io.backpressure.channel.SharedChannel;
import io.lettuce.core.Consumer;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the values and the consumers of instances that are gone.
 */
@Tag("every-server")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedeliveryTests {

	private final String name = "gone-" + UUID.randomUUID();

	private final Keys keys = Keys.of("bpc", this.name, 0);

	private final RedisChannelSettings settings = new RedisChannelSettings("bpc", Duration.ofMillis(400), 3,
			Duration.ofSeconds(20));

	private final TestInstance gone = new TestInstance(TestServer.shared(), this.settings);

	private final TestInstance here = new TestInstance(TestServer.shared(), this.settings);

	private final SharedChannel<String> theirs = channel(this.gone);

	private final SharedChannel<String> ours = channel(this.here);

	@AfterEach
	void leave() {
		this.gone.close();
		this.here.close();
	}

	@Test
	void busyChannelRedeliversValueOfGoneInstance() throws Exception {
		this.theirs.send("theirs");
		this.theirs.acknowledging().receive();
		this.gone.crash();
		this.ours.send("other");
		Received<String> received;
		do {
			this.ours.trySend("other");
			assertThat(this.ours.size()).isPositive();
			received = this.ours.acknowledging().receive();
			received.acknowledge();
		}
		while (!received.value().equals("theirs"));
		assertThat(received.deliveries()).isGreaterThan(1);
	}

	@Test
	void olderPendingValuesDoNotBlockRedelivery() throws Exception {
		List<Received<String>> workedOn = new ArrayList<>();
		for (int value = 0; value < 30; value++) {
			this.ours.send("ours");
			workedOn.add(this.ours.acknowledging().receive());
		}
		this.theirs.send("theirs");
		this.theirs.acknowledging().receive();
		this.gone.crash();
		Received<String> received;
		do { // a value whose renewal was late is redelivered as well
			received = this.ours.acknowledging().receive(Duration.ofMinutes(1));
			workedOn.add(received);
		}
		while (!received.value().equals("theirs"));
		assertThat(received.deliveries()).isGreaterThan(1);
		workedOn.forEach(Received::acknowledge);
		Awaitility.await().until(() -> this.ours.totals().unacknowledged() == 0);
	}

	@Test
	void renewedValueIsRedeliveredAfterInstanceIsGone() throws Exception {
		this.theirs.send("theirs");
		this.theirs.acknowledging().receive();
		long renewed = renewed();
		Awaitility.await().until(() -> renewed() > renewed + this.settings.visibilityTimeout().toMillis());
		this.gone.crash();
		assertThat(this.ours.acknowledging().receive(Duration.ofMinutes(1)).deliveries()).isEqualTo(2);
	}

	@Test
	void onlyConsumerWithoutPendingValuesIsRemoved() {
		String stream = Keys.text(this.keys.stream());
		TestServer.shared().ask((commands) -> commands.xgroupCreateconsumer(stream, Consumer.from("g", "without")));
		this.ours.trySend("held");
		TestServer.shared().ask((commands) -> readAs(commands, "holding", stream));
		Awaitility.await().until(() -> {
			heartbeat(stream);
			return !consumers(stream).contains("without");
		});
		assertThat(consumers(stream)).contains("holding");
	}

	@Test
	void leavingInstanceIsRemovedImmediately() throws Exception {
		this.theirs.send("theirs");
		this.theirs.receive();
		String instances = Keys.text(this.keys.instances());
		assertThat(instances(instances)).isEqualTo(2);
		this.gone.close();
		assertThat(instances(instances)).isEqualTo(1);
		assertThat(consumers(Keys.text(this.keys.stream()))).isEqualTo("[]");
	}

	private SharedChannel<String> channel(TestInstance instance) {
		return instance.channel(this.name, (builder) -> builder.bufferSize(5));
	}

	/**
	 * Return the time at which the unacknowledged value was last delivered or renewed, in
	 * milliseconds by the clock of the server.
	 */
	private long renewed() {
		return TestServer.shared().renewed(Keys.text(this.keys.stream()));
	}

	private void heartbeat(String stream) {
		TestServer.shared()
			.ask((commands) -> commands.eval(Script.HEARTBEAT.text(), ScriptOutputType.MULTI,
					new String[] { stream, Keys.text(this.keys.meta()), Keys.text(this.keys.instances()) }, "5",
					"BLOCK", "400", "3", "here", "12000", "50", "600"));
	}

	@SuppressWarnings("unchecked") // the generic varargs of xreadgroup
	private static Object readAs(RedisCommands<String, String> commands, String consumer, String stream) {
		return commands.xreadgroup(Consumer.from("g", consumer), XReadArgs.StreamOffset.lastConsumed(stream));
	}

	private static String consumers(String stream) {
		return TestServer.shared().ask((commands) -> String.valueOf(commands.xinfoConsumers(stream, "g")));
	}

	private static long instances(String instances) {
		return TestServer.shared().ask((commands) -> commands.zcard(instances));
	}

}
