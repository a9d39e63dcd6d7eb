package io.backpressure.channel.redis;

import java.util.Objects;

import io.backpressure.channel.spring.listener.FailedValue;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;

/**
 * Factory for codecs that write values as JSON with Jackson, and read them as the
 * declared type of the channel, including its type arguments. No class is loaded by a
 * received name, unless annotations of the type request this. When the first value of a
 * class is sent, the codec reads the written JSON back, and rejects the value if data
 * would be lost. A channel of {@link FailedValue}s can be the dead-letter channel of
 * listeners; see {@link RemoteFailure}.
 *
 * @since 0.1.0
 */
public final class JsonCodecFactory implements ValueCodecFactory {

	private final JsonMapper application;

	private final JsonMapper mapper;

	/**
	 * Create a factory.
	 * @param mapper the mapper of the application. Its modules and settings are used,
	 * except for settings that would lose data, and for those that would keep one release
	 * of the application from reading the values of another release. Dead-letter channels
	 * use the mapper unchanged.
	 */
	public JsonCodecFactory(JsonMapper mapper) {
		this.application = mapper;
		this.mapper = mapper.rebuild()
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
					DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
			.disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
			.enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
			.build();
	}

	@Override
	public ValueCodec<?> codec(String channel, ResolvableType type) {
		Class<?> raw = type.resolve();
		if (raw == null || raw == Object.class) {
			throw new IllegalArgumentException("JSON is read as the type of the channel, which is not declared: set"
					+ " backpressure.channels." + channel + ".type");
		}
		if (raw == FailedValue.class) {
			return new FailedValueCodec(this.application);
		}
		JavaType javaType = this.mapper.constructType(type.getType());
		JsonTypeCheck.check(this.mapper, javaType);
		ObjectReader reader = this.mapper.readerFor(javaType);
		return new JsonCodec(this.mapper.writerFor(javaType), reader, new RoundTripVerifier(this.mapper, reader));
	}

	private record JsonCodec(ObjectWriter writer, ObjectReader reader,
			RoundTripVerifier roundTrip) implements ValueCodec<Object> {

		@Override
		public byte[] encode(Object value) {
			byte[] bytes = this.writer.writeValueAsBytes(value);
			this.roundTrip.verify(value, bytes);
			return bytes;
		}

		@Override
		public Object decode(byte[] bytes) {
			return Objects.requireNonNull(this.reader.readValue(bytes), "JSON null is not a value");
		}

	}

}
