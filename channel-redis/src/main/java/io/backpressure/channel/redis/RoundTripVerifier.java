package io.backpressure.channel.redis;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.annotation.JsonBackReference;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Verifier that reads the JSON of a value back, and rejects the value if data is lost.
 * Without this check, a field without a getter, or the fields of a subclass of the
 * declared type, would be lost silently. After one value of a class has passed, the other
 * values of the class are not verified.
 */
final class RoundTripVerifier {

	/*
	 * Objects of application classes are compared field by field. Of the objects of JDK
	 * classes, only data is compared, such as numbers, texts, times, collections, maps
	 * and arrays. Two values match if they are equal by equals(), or if their JSON is
	 * equal.
	 */

	private final JsonMapper mapper;

	private final ObjectReader reader;

	private final Set<Class<?>> verified = ConcurrentHashMap.newKeySet();

	RoundTripVerifier(JsonMapper mapper, ObjectReader reader) {
		this.mapper = mapper;
		this.reader = reader;
	}

	/**
	 * Verify a value, unless a value of the same class has already passed.
	 * @throws IllegalArgumentException if the value cannot be read back, or data would be
	 * lost
	 */
	void verify(Object value, byte[] bytes) {
		if (this.verified.contains(value.getClass())) {
			return;
		}
		Object read;
		try {
			read = this.reader.readValue(bytes);
		}
		catch (RuntimeException | LinkageError | StackOverflowError | AssertionError ex) {
			throw new IllegalArgumentException("the written value cannot be read back: " + ex.getMessage(), ex);
		}
		String lost = lost(value, read, "", Collections.newSetFromMap(new IdentityHashMap<>()));
		if (lost != null) {
			throw new IllegalArgumentException(lost);
		}
		this.verified.add(value.getClass());
	}

	/** Return a description of the lost data, or {@code null} if nothing was lost. */
	private @Nullable String lost(@Nullable Object sent, @Nullable Object read, String path, Set<Object> visited) {
		if (sent == null || sent.equals(read) || !visited.add(sent)) {
			return null;
		}
		if (isOfPlatform(sent)) {
			return lostOfPlatform(sent, read, path, visited);
		}
		if (read != null && read.getClass() != sent.getClass() && !(sent instanceof Enum<?>)) {
			return place(path) + "is a " + sent.getClass().getName() + ", but would be read as a "
					+ read.getClass().getName() + ": declare it as " + sent.getClass().getName()
					+ ", or annotate the declared type with @JsonTypeInfo and @JsonSubTypes";
		}
		return (read != null && !(sent instanceof Enum<?>)) ? lostField(sent, read, path, visited)
				: differs(sent, read, path);
	}

	private @Nullable String lostOfPlatform(Object sent, @Nullable Object read, String path, Set<Object> visited) {
		if (sent instanceof Collection<?> many && read instanceof Collection<?> others
				&& many.size() == others.size()) {
			Iterator<?> other = others.iterator();
			for (Object one : many) {
				String lost = (sent instanceof Set<?>) ? null : lost(one, other.next(), path + "[]", visited);
				if (lost != null) {
					return lost;
				}
			}
		}
		if (sent instanceof Map<?, ?> entries && read instanceof Map<?, ?> others) {
			for (Map.Entry<?, ?> entry : entries.entrySet()) {
				String lost = others.containsKey(entry.getKey())
						? lost(entry.getValue(), others.get(entry.getKey()), path + "[" + entry.getKey() + "]", visited)
						: null;
				if (lost != null) {
					return lost;
				}
			}
		}
		if (sent instanceof Object[] many && read instanceof Object[] others && many.length == others.length) {
			for (int index = 0; index < many.length; index++) {
				String lost = lost(Array.get(sent, index), Array.get(read, index), path + "[" + index + "]", visited);
				if (lost != null) {
					return lost;
				}
			}
		}
		return differs(sent, read, path);
	}

	private @Nullable String lostField(Object sent, Object read, String path, Set<Object> visited) {
		for (Class<?> type = sent.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (isTransferred(field, sent.getClass()) && field.trySetAccessible()) {
					String name = path.isEmpty() ? field.getName() : path + "." + field.getName();
					String lost = lost(value(field, sent), value(field, read), name, visited);
					if (lost != null) {
						return lost;
					}
				}
			}
		}
		return null;
	}

	private static @Nullable Object value(Field field, Object object) {
		try {
			return field.get(object);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isTransferred(Field field, Class<?> type) {
		JsonProperty property = field.getAnnotation(JsonProperty.class);
		JsonIgnoreProperties ignored = type.getAnnotation(JsonIgnoreProperties.class);
		return !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())
				&& !field.isSynthetic() && !field.isAnnotationPresent(JsonIgnore.class)
				&& !field.isAnnotationPresent(JsonBackReference.class)
				&& (property == null || property.access() == JsonProperty.Access.AUTO)
				&& (ignored == null || !Set.of(ignored.value()).contains(field.getName()));
	}

	private @Nullable String differs(Object sent, @Nullable Object read, String path) {
		if (!isData(sent) || (read != null && isWrittenAlike(sent, read))) {
			return null;
		}
		return place(path)
				+ "would be lost, since Jackson does not both write and read it: add a getter, and a setter or"
				+ " a constructor parameter, or mark it transient or @JsonIgnore if it need not be transferred";
	}

	private boolean isWrittenAlike(Object sent, Object read) {
		return this.mapper.valueToTree(sent).equals(this.mapper.valueToTree(read))
				|| Arrays.equals(this.mapper.writeValueAsBytes(sent), this.mapper.writeValueAsBytes(read));
	}

	private static String place(String path) {
		return path.isEmpty() ? "the value " : "its field '" + path + "' ";
	}

	private static boolean isOfPlatform(Object value) {
		Class<?> type = value.getClass();
		return type.isArray() || type.getClassLoader() == null;
	}

	private static boolean isData(Object value) {
		return value instanceof CharSequence || value instanceof Number || value instanceof Boolean
				|| value instanceof Character || value instanceof Enum<?> || value instanceof Temporal
				|| value instanceof TemporalAmount || value instanceof Date || value instanceof UUID
				|| value instanceof Collection<?> || value instanceof Map<?, ?> || value.getClass().isArray();
	}

}
