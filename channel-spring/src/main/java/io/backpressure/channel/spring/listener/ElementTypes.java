package io.backpressure.channel.spring.listener;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Decides whether values of one type fit where another type is expected. Unlike in Java,
 * a generic class without type arguments, such as {@code type: com.example.Envelope} in
 * the properties, fits every parameterization of it, in both directions.
 */
final class ElementTypes {

	private ElementTypes() {
	}

	/**
	 * Returns whether values fit. A type that is not known, or is {@code Object}, fits in
	 * both directions: it says nothing about the values.
	 */
	static boolean fits(ResolvableType expected, ResolvableType given) {
		if (isUnknown(expected) || isUnknown(given)) {
			return true;
		}
		if (isRaw(expected) || isRaw(given)) {
			return ClassUtils.isAssignable(expected.resolve(Object.class), given.resolve(Object.class));
		}
		return expected.isAssignableFrom(given);
	}

	static boolean isUnknown(ResolvableType type) {
		return type.equals(ResolvableType.NONE) || type.resolve(Object.class) == Object.class;
	}

	private static boolean isRaw(ResolvableType type) {
		return type.getType() instanceof Class<?> raw && raw.getTypeParameters().length > 0;
	}

}
