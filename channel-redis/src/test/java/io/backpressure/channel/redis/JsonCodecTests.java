package io.backpressure.channel.redis;

import java.time.Instant;
import java.util.Map;

import io.backpressure.channel.spring.listener.FailedValue;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What values look like in Redis, and what becomes of those that look otherwise.
 */
class JsonCodecTests {

	private final JsonCodecFactory codecs = new JsonCodecFactory(JsonMapper.builder().build());

	@Test
	void aValueIsReadAsTheTypeOfTheChannel() {
		ValueCodec<Order> codec = codec(Order.class);
		Order order = new Order("a-1", 3, Instant.parse("2026-11-25T10:00:00Z"));
		assertThat(new String(codec.encode(order)))
			.isEqualTo("{\"id\":\"a-1\",\"amount\":3,\"at\":\"2026-11-25T10:00:00Z\"}");
		assertThat(codec.decode(codec.encode(order))).isEqualTo(order);
	}

	@Test
	void aTypeIsNeverTakenFromWhatWasReceived() {
		byte[] bytes = "[{\"@class\":\"java.io.File\",\"@type\":\"java.io.File\"}]".getBytes();
		assertThat(codec(Object[].class).decode(bytes)[0]).isInstanceOf(Map.class);
	}

	@Test
	void nullIsNoValue() {
		assertThatExceptionOfType(NullPointerException.class)
			.isThrownBy(() -> codec(Order.class).decode("null".getBytes()));
	}

	@Test
	void aChannelWithoutATypeIsToldToHaveOne() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.codecs.codec("orders", ResolvableType.forClass(Object.class)))
			.withMessageContaining("backpressure.channels.orders.type");
	}

	@Test
	void aDeadLetterTellsWhatFailedWithoutTheClassesOfIt() {
		ValueCodec<FailedValue> codec = codec(FailedValue.class);
		FailedValue failed = new FailedValue("packing", "orders", new Order("a-1", 3, Instant.EPOCH),
				new UnsupportedOperationException("no paper"), 4);
		FailedValue read = codec.decode(codec.encode(failed));
		assertThat(read.listenerId()).isEqualTo("packing");
		assertThat(read.channelName()).isEqualTo("orders");
		assertThat(read.attempts()).isEqualTo(4);
		assertThat(((JsonNode) read.value()).get("id").stringValue()).isEqualTo("a-1");
		assertThat(read.cause()).isInstanceOfSatisfying(RemoteFailure.class, (failure) -> {
			assertThat(failure).hasMessage("java.lang.UnsupportedOperationException: no paper");
			assertThat(failure.stackTraceText()).contains("at io.backpressure.channel.redis.JsonCodecTests");
		});
		assertThat(codec.decode(codec.encode(read)).cause()).hasMessage(read.cause().getMessage());
	}

	@Test
	void aDeadLetterKeepsTheBytesThatCouldNotBeRead() {
		ValueCodec<FailedValue> codec = codec(FailedValue.class);
		FailedValue failed = new FailedValue("packing", "orders", new byte[] { 0, -1, 7 }, new RuntimeException(), 1);
		assertThat((byte[]) codec.decode(codec.encode(failed)).value()).containsExactly(0, -1, 7);
	}

	@SuppressWarnings("unchecked") // made for the type
	private <T> ValueCodec<T> codec(Class<T> type) {
		return (ValueCodec<T>) this.codecs.codec("orders", ResolvableType.forClass(type));
	}

	record Order(String id, int amount, Instant at) {

	}

}
