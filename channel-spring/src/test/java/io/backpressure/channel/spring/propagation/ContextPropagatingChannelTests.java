package io.backpressure.channel.spring.propagation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.SendResult;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the calls of a {@link ContextPropagatingChannel}.
 */
class ContextPropagatingChannelTests {

	private final List<Object> dropped = new ArrayList<>();

	@Test
	void callsAreForwardedToChannel() throws Exception {
		BackpressureChannel<String> channel = build(BackpressureChannel.builder());
		assertThat(channel.tryReceive(Duration.ZERO)).isNull();
		assertThat(channel.trySend("a", Duration.ZERO)).isEqualTo(SendResult.SENT);
		assertThat(channel.trySend("b", this.dropped::add)).isEqualTo(SendResult.SENT);
		assertThat(channel.trySend("c", Duration.ZERO)).isEqualTo(SendResult.FULL);
		assertThat(channel.tryReceive(Duration.ZERO)).isEqualTo("a");
		assertThat(channel.receiveBatch(5, Duration.ZERO, CancellationToken.NONE)).containsExactly("b");
		assertThat(this.dropped).isEmpty();
	}

	@Test
	void actionsReceiveValueWithoutContext() {
		BackpressureChannel<String> channel = build(
				BackpressureChannel.<String>builder().strategy(BackpressureStrategy.DROP_OLDEST));
		for (String value : List.of("a", "b", "c")) {
			assertThat(channel.trySend(value, this.dropped::add)).isEqualTo(SendResult.SENT);
		}
		assertThat(channel.purge(this.dropped::add)).isEqualTo(2);
		assertThat(this.dropped).containsExactly("a", "b", "c");
	}

	@Test
	void expiredValueIsDroppedWithoutContext() {
		List<String> expired = new CopyOnWriteArrayList<>();
		BackpressureChannel<String> channel = build(
				BackpressureChannel.<String>builder().maxAge(Duration.ofMillis(1)).onDrop(expired::add));
		assertThat(channel.trySend("a")).isEqualTo(SendResult.SENT);
		Awaitility.await().until(() -> expired.equals(List.of("a")));
		assertThat(channel.maxAge()).hasMillis(1);
		assertThat(channel.tryReceive()).isNull();
	}

	@Test
	void loopWithTokenRunsInContextOfSender() throws Exception {
		BackpressureChannel<String> channel = build(BackpressureChannel.builder());
		MDC.put("sender", "here");
		channel.send("a");
		MDC.remove("sender");
		channel.close();
		List<String> contexts = new ArrayList<>();
		channel.forEach((value) -> contexts.add(MDC.get("sender")), CancellationToken.NONE);
		assertThat(contexts).containsExactly("here");
	}

	private static BackpressureChannel<String> build(ChannelBuilder<String> builder) {
		return new ContextPropagatingChannel<>(builder.bufferSize(2), ContextSnapshots.factory(List.of()));
	}

}
