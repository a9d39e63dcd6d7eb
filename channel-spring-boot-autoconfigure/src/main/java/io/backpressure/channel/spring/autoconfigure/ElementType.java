package io.backpressure.channel.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Type of the values of a channel as written in the properties: the full name of a class,
 * with type arguments if the class has type parameters, and with brackets for arrays,
 * such as {@code com.example.Envelope<com.example.Order>} or {@code byte[]}. A primitive
 * type that is not the component of an array stands for its wrapper class.
 *
 * @since 0.1.0
 */
public final class ElementType {

	private final String text;

	private final ResolvableType type;

	private ElementType(String text, ResolvableType type) {
		this.text = text;
		this.type = type;
	}

	/**
	 * Parse a type.
	 * @param text the type as written in the properties
	 * @return the type
	 * @throws IllegalArgumentException if the text is not a type, or names a class that
	 * is not on the class path; the message identifies the invalid part and a remedy
	 */
	public static ElementType valueOf(String text) {
		return new ElementType(text.strip(), new ElementTypeParser(text).parse());
	}

	/**
	 * Return the type with its arguments.
	 * @return the type; a raw class if the properties name a generic class without
	 * arguments
	 */
	public ResolvableType resolvableType() {
		return this.type;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ElementType that && this.type.getType().equals(that.type.getType());
	}

	@Override
	public int hashCode() {
		return this.type.getType().hashCode();
	}

	/**
	 * Return the type as it was written.
	 */
	@Override
	public String toString() {
		return this.text;
	}

}
