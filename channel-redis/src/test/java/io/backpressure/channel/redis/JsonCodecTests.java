package io.backpressure.channel.redis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.backpressure.channel.spring.listener.FailedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

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

	@ParameterizedTest
	@ValueSource(classes = { Shape.class, Solid.class, Base.class, Runnable.class, Shape[].class, Comparable.class,
			Hidden.class, Unmakeable.class })
	void typesThatWouldLoseTheirContentAreRejected(Class<?> type) {
		assertThatIllegalArgumentException().isThrownBy(() -> codec(type))
			.withMessageContaining(type.isArray() ? type.componentType().getName() : type.getName());
	}

	@Test
	void containersOfAbstractTypesAreRejected() {
		for (Class<?> container : List.of(List.class, Optional.class, AtomicReference.class)) {
			ResolvableType type = ResolvableType.forClassWithGenerics(container, Shape.class);
			assertThatIllegalArgumentException().isThrownBy(() -> this.codecs.codec("orders", type))
				.withMessageContaining(Shape.class.getName());
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Tagged.class, List.class, Map.class, Number.class, CharSequence.class, JsonNode.class,
			Object[].class, Suit.class, Empty.class, byte[].class, Optional.class })
	void typesThatCanBeReadBackAreAccepted(Class<?> type) {
		assertThat(codec(type)).isNotNull();
	}

	@Test
	void abstractTypeWithTypeInformationIsReadAsTheClassThatWasSent() {
		ValueCodec<Tagged> codec = codec(Tagged.class);
		assertThat(codec.decode(codec.encode(new Left(7)))).isEqualTo(new Left(7));
	}

	@Test
	void abstractTypeWithItsOwnDeserializerIsAccepted() {
		SimpleModule module = new SimpleModule().addAbstractTypeMapping(Shape.class, Circle.class);
		JsonCodecFactory codecs = new JsonCodecFactory(JsonMapper.builder().addModule(module).build());
		assertThat(codecs.codec("orders", ResolvableType.forClass(Circle.class))).isNotNull();
		assertThat(codecs.codec("orders",
				ResolvableType.forClassWithGenerics(List.class, ResolvableType.forClass(Circle.class))))
			.isNotNull();
	}

	@Test
	@SuppressWarnings("unchecked") // made for the type
	void genericTypeIsReadWithItsArguments() {
		ResolvableType type = ResolvableType.forClassWithGenerics(Envelope.class, Order.class);
		ValueCodec<Envelope<Order>> codec = (ValueCodec<Envelope<Order>>) this.codecs.codec("orders", type);
		Envelope<Order> envelope = new Envelope<>("a", new Order("a-1", 3, Instant.EPOCH));
		assertThat(codec.decode(codec.encode(envelope))).isEqualTo(envelope);
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

	record Envelope<T>(String tenant, T content) {

	}

	sealed interface Shape permits Circle {

	}

	record Circle(double radius) implements Shape {

	}

	/** Sealed, and a class that can be instantiated. */
	static sealed class Solid {

		public double mass;

	}

	static final class Cube extends Solid {

		public double side;

	}

	abstract static class Base {

		public int number;

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	sealed interface Tagged permits Left {

	}

	record Left(int number) implements Tagged {

	}

	static class Hidden {

		private final String secret = "s";

	}

	static class Unmakeable {

		public final int number;

		Unmakeable(int number, String text) {
			this.number = number;
		}

	}

	record Empty() {

	}

	enum Suit {

		HEARTS

	}

}
