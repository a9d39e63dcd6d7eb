package io.backpressure.channel.spring.listener;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Compatibility of element types. A generic class without type arguments is compatible
 * with each of its parameterizations, whichever of the two is expected. The properties
 * may name such a class, as in {@code type: com.example.Envelope}.
 */
final class ElementTypes {

	private ElementTypes() {
	}

	/**
	 * Return whether values of one type are accepted where another is expected. A type
	 * that is unknown, or is {@code Object}, is compatible with every type, because it
	 * says nothing about the values.
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
