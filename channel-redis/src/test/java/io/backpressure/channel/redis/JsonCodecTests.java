package io.backpressure.channel.redis;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.backpressure.channel.spring.listener.FailedValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the JSON of values and dead letters in Redis, and for the types that the
 * codec accepts or rejects.
 */
class JsonCodecTests {

	private final JsonCodecFactory codecs = new JsonCodecFactory(JsonMapper.builder().build());

	@Test
	void valueIsReadAsTheTypeOfTheChannel() {
		ValueCodec<Order> codec = codec(Order.class);
		Order order = new Order("a-1", 3, Instant.parse("2026-11-25T10:00:00Z"));
		assertThat(new String(codec.encode(order)))
			.isEqualTo("{\"id\":\"a-1\",\"amount\":3,\"at\":\"2026-11-25T10:00:00Z\"}");
		assertThat(codec.decode(codec.encode(order))).isEqualTo(order);
	}

	@Test
	void classNameInReceivedDataIsNotLoaded() {
		byte[] bytes = "[{\"@class\":\"java.io.File\",\"@type\":\"java.io.File\"}]".getBytes();
		assertThat(codec(Object[].class).decode(bytes)[0]).isInstanceOf(Map.class);
	}

	@Test
	void nullIsRejected() {
		assertThatExceptionOfType(NullPointerException.class)
			.isThrownBy(() -> codec(Order.class).decode("null".getBytes()));
	}

	@Test
	void channelWithoutTypeIsRejected() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.codecs.codec("orders", ResolvableType.forClass(Object.class)))
			.withMessageContaining("backpressure.channels.orders.type");
	}

	@ParameterizedTest
	@ValueSource(classes = { Shape.class, Solid.class, Base.class, Runnable.class, Shape[].class, Comparable.class,
			Hidden.class, NotInstantiable.class })
	void typesThatCannotBeReadBackAreRejected(Class<?> type) {
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
	void typeInformationRestoresTheSentClass() {
		ValueCodec<Tagged> codec = codec(Tagged.class);
		assertThat(codec.decode(codec.encode(new Left(7)))).isEqualTo(new Left(7));
	}

	@Test
	void concreteTypeIsAcceptedDespiteMappingOfAbstractType() {
		SimpleModule module = new SimpleModule().addAbstractTypeMapping(Shape.class, Circle.class);
		JsonCodecFactory codecs = new JsonCodecFactory(JsonMapper.builder().addModule(module).build());
		assertThat(codecs.codec("orders", ResolvableType.forClass(Circle.class))).isNotNull();
		assertThat(codecs.codec("orders",
				ResolvableType.forClassWithGenerics(List.class, ResolvableType.forClass(Circle.class))))
			.isNotNull();
	}

	@Test
	@SuppressWarnings("unchecked") // the codec was created for the type
	void genericTypeIsReadWithItsArguments() {
		ResolvableType type = ResolvableType.forClassWithGenerics(Envelope.class, Order.class);
		ValueCodec<Envelope<Order>> codec = (ValueCodec<Envelope<Order>>) this.codecs.codec("orders", type);
		Envelope<Order> envelope = new Envelope<>("a", new Order("a-1", 3, Instant.EPOCH));
		assertThat(codec.decode(codec.encode(envelope))).isEqualTo(envelope);
	}

	@Test
	void releasesWithDifferentFieldsReadEachOthersValues() {
		ValueCodec<Release1> older = codec(Release1.class);
		ValueCodec<Release2> newer = codec(Release2.class);
		assertThat(newer.decode(older.encode(new Release1("cup")))).isEqualTo(new Release2("cup", 0, false, null));
		assertThat(older.decode(newer.encode(new Release2("cup", 3, true, "x")))).isEqualTo(new Release1("cup"));
	}

	@Test
	void strictMapperReadsValuesOfOtherReleases() {
		JsonCodecFactory strict = new JsonCodecFactory(JsonMapper.builder()
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
					DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
			.build());
		ValueCodec<?> newer = strict.codec("orders", ResolvableType.forClass(Release2.class));
		assertThat(newer.decode("{\"item\":\"cup\",\"removed\":1}".getBytes()))
			.isEqualTo(new Release2("cup", 0, false, null));
	}

	@Test
	void valuesThatWouldLoseDataAreRejected() {
		rejected(PartlyHidden.class, new PartlyHidden(42), "its field 'hidden'");
		rejected(Animal.class, new Dog(), "is a " + Dog.class.getName());
		rejected(Crate.class, new Crate(new PartlyHidden(42)), "its field 'content.hidden'");
		rejected(Crates.class, new Crates(List.of(new PartlyHidden(42))), "its field 'contents[].hidden'");
		rejected(Envelope.class, new Envelope<>("a", new Circle(2)),
				"its field 'content' is a " + Circle.class.getName());
		rejected(Holder.class, new Holder(new Circle(2)), "cannot be read back");
	}

	private <T> void rejected(Class<T> type, T value, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> codec(type).encode(value)).withMessageContaining(message);
	}

	@Test
	void valuesThatSurviveARoundTripAreAccepted() {
		ZonedDateTime berlin = ZonedDateTime.of(2026, 11, 29, 18, 0, 0, 0, ZoneId.of("Europe/Berlin"));
		accepted(Times.class, new Times(berlin, new byte[] { 1, 2 }, new BigDecimal("1.10"), Optional.of("x"), 1.5f));
		accepted(Cached.class, new Cached("a"));
		accepted(Crates.class, new Crates(List.of()));
	}

	private <T> void accepted(Class<T> type, T value) {
		ValueCodec<T> codec = codec(type);
		byte[] bytes = codec.encode(value);
		assertThat(codec.encode(codec.decode(bytes))).isEqualTo(bytes);
	}

	@Test
	void deadLetterDescribesFailureWithoutLoadingItsClass() {
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
	void deadLetterKeepsUnreadableBytes() {
		ValueCodec<FailedValue> codec = codec(FailedValue.class);
		FailedValue failed = new FailedValue("packing", "orders", new byte[] { 0, -1, 7 }, new RuntimeException(), 1);
		assertThat((byte[]) codec.decode(codec.encode(failed)).value()).containsExactly(0, -1, 7);
	}

	@SuppressWarnings("unchecked") // the codec was created for the type
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

	/** Sealed class that can be instantiated. */
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

	static class NotInstantiable {

		public final int number;

		NotInstantiable(int number, String text) {
			this.number = number;
		}

	}

	record Empty() {

	}

	enum Suit {

		HEARTS

	}

	record Release1(String item) {

	}

	record Release2(String item, int priority, boolean express, @Nullable String note) {

	}

	static class PartlyHidden {

		public String name = "name";

		private int hidden;

		PartlyHidden() {
		}

		PartlyHidden(int hidden) {
			this.hidden = hidden;
		}

		int hidden() {
			return this.hidden;
		}

	}

	static class Animal {

		public String name = "Rex";

	}

	static final class Dog extends Animal {

		public String owner = "Ann";

	}

	record Crate(PartlyHidden content) {

	}

	record Crates(List<PartlyHidden> contents) {

	}

	record Holder(Shape shape) {

	}

	record Times(ZonedDateTime time, byte[] bytes, BigDecimal price, Optional<String> note, float share) {

	}

	/** Class with fields that are transient or ignored, and so are not transferred. */
	static final class Cached {

		public String text = "";

		private transient int hash;

		@JsonIgnore
		private String upper = "";

		Cached() {
		}

		Cached(String text) {
			this.text = text;
			this.hash = text.hashCode();
			this.upper = text.toUpperCase(Locale.ROOT) + this.hash;
		}

		String upper() {
			return this.upper;
		}

	}

}
