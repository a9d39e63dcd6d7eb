package io.backpressure.channel.redis;

import java.util.Objects;

import io.backpressure.channel.spring.listener.FailedValue;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;

/**
 * Writes values as JSON by Jackson. What is read becomes the type that the channel was
 * declared with: no name of a type is taken from what was received. A channel of
 * {@link FailedValue}s can be the dead-letter channel of listeners; see
 * {@link RemoteFailure}.
 */
public final class JsonCodecFactory implements ValueCodecFactory {

	private final JsonMapper mapper;

	/**
	 * Create a factory.
	 * @param mapper what reads and writes
	 */
	public JsonCodecFactory(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public ValueCodec<?> codec(String channel, ResolvableType type) {
		Class<?> raw = type.resolve();
		if (raw == null || raw == Object.class) {
			throw new IllegalArgumentException("Channel '" + channel
					+ "' needs the type of its values to read them from JSON: set backpressure.channels." + channel
					+ ".type, or define a ValueCodecFactory bean that does without");
		}
		if (raw == FailedValue.class) {
			return new FailedValueCodec(this.mapper);
		}
		JavaType javaType = this.mapper.constructType(type.getType());
		return new JsonCodec(this.mapper.writerFor(javaType), this.mapper.readerFor(javaType));
	}

	private record JsonCodec(ObjectWriter writer, ObjectReader reader) implements ValueCodec<Object> {

		@Override
		public byte[] encode(Object value) {
			return this.writer.writeValueAsBytes(value);
		}

		@Override
		public Object decode(byte[] bytes) {
			return Objects.requireNonNull(this.reader.readValue(bytes), "JSON null is no value");
		}

	}

}
