package io.backpressure.channel.redis;

import java.io.ByteArrayOutputStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.json.JsonMapper;

/**
 * Validation of the types of channels. A type is rejected if Jackson would write its
 * values without their content, or could not read them back.
 */
final class JsonTypeCheck {

	private final DeserializationContext readers;

	private final SerializationContext writers;

	private JsonTypeCheck(DeserializationContext readers, SerializationContext writers) {
		this.readers = readers;
		this.writers = writers;
	}

	/**
	 * Check a type. If the type is a container such as a list, check the type of the
	 * elements as well.
	 * @throws IllegalArgumentException if a value of the type would lose data; the
	 * message contains the reason and the remedy
	 */
	static void check(JsonMapper mapper, JavaType type) {
		try (JsonParser parser = mapper.createParser("null");
				JsonGenerator generator = mapper.createGenerator(new ByteArrayOutputStream())) {
			JsonTypeCheck check = new JsonTypeCheck((DeserializationContext) parser.objectReadContext(),
					(SerializationContext) generator.objectWriteContext());
			check.check(type);
		}
	}

	private void check(JavaType type) {
		if (type.isJavaLangObject()) {
			return;
		}
		String problem;
		try {
			problem = problem(type);
		}
		catch (DatabindException ex) {
			throw new IllegalArgumentException(ex.getOriginalMessage(), ex);
		}
		if (problem != null) {
			throw new IllegalArgumentException(type.toCanonical() + " " + problem);
		}
		JavaType content = type.getContentType();
		if (content != null) {
			check(content);
		}
	}

	private @Nullable String problem(JavaType type) {
		ValueDeserializer<?> reader = this.readers.findRootValueDeserializer(type);
		if (reader instanceof AbstractDeserializer) {
			return "is abstract, and its JSON does not name the class to create: declare a concrete type, or"
					+ " annotate it with @JsonTypeInfo and, unless it is sealed, @JsonSubTypes";
		}
		if (reader instanceof BeanDeserializerBase bean) {
			if (type.getRawClass().isSealed()) {
				return "is sealed, and its JSON does not name the class to create: annotate it with @JsonTypeInfo";
			}
			if (!bean.getValueInstantiator().canInstantiate()) {
				return "has no constructor that Jackson can call: make it a record, add a constructor without"
						+ " parameters, or annotate a constructor with @JsonCreator";
			}
		}
		if (this.writers.isUnknownTypeSerializer(this.writers.findTypedValueSerializer(type, true))) {
			return "has no properties that Jackson can read: add getters, or make it a record";
		}
		return null;
	}

}
