package io.backpressure.channel;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for assigning a name to a channel after the channel was built.
 */
class ChannelNameTests {

	@Test
	void generatedNameIsReplacedOnce() {
		BackpressureChannel<Integer> channel = BackpressureChannel.create(1);
		assertThat(channel.name()).startsWith("channel-");
		assertThat(channel.assignName("orders")).isTrue();
		assertThat(channel.assignName("invoices")).isFalse();
		assertThat(channel.name()).isEqualTo("orders");
		assertThat(channel).hasToString("BackpressureChannel[orders, BLOCK, 0/1]");
	}

	@Test
	void builderNameIsKept() {
		BackpressureChannel<Integer> channel = BackpressureChannel.<Integer>builder()
			.name("orders")
			.bufferSize(1)
			.build();
		assertThat(channel.assignName("invoices")).isFalse();
		assertThat(channel.name()).isEqualTo("orders");
	}

	@Test
	void exceptionsAndLogCarryTheAssignedName() throws Exception {
		BackpressureChannel<Integer> channel = BackpressureChannel.<Integer>builder()
			.bufferSize(1)
			.strategy(BackpressureStrategy.DROP)
			.onDrop((value) -> {
				throw new IllegalStateException("thrown by onDrop");
			})
			.build();
		channel.assignName("orders");
		channel.send(1);
		LogCapture log = LogCapture.of(BackpressureChannel.class);
		try {
			channel.send(2);
			assertThat(log.messages()).singleElement().asString().contains("'orders'");
		}
		finally {
			log.close();
		}
		channel.receive();
		assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(() -> channel.receive(Duration.ZERO))
			.satisfies((ex) -> assertThat(ex.channelName()).isEqualTo("orders"));
	}

	@Test
	void blankNameIsRejected() {
		assertThatIllegalArgumentException().isThrownBy(() -> BackpressureChannel.create(1).assignName(" "))
			.withMessageContaining("name must not be blank");
	}

	@Test
	void sharedChannelKeepsNameOfItsBuffer() {
		SharedChannel<Integer> channel = ChannelSupport.build(BackpressureChannel.<Integer>builder().bufferSize(1),
				(name, capacity, strategy) -> new LocalSharedBuffer<>(new LocalStore<>(capacity, strategy)));
		assertThat(channel.assignName("orders")).isFalse();
		assertThat(channel.name()).startsWith("channel-");
	}

}
