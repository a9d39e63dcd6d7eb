package io.backpressure.channel.spring.autoconfigure;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.List;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Recursive-descent parser of element types: {@code type = class [ "<" type { "," type }
 * ">" ] { "[]" }}, where white space may separate the tokens.
 */
final class ElementTypeParser {

	private final String text;

	private int position;

	ElementTypeParser(String text) {
		this.text = text;
	}

	ResolvableType parse() {
		Type type = type(true);
		skipBlanks();
		if (this.position < this.text.length()) {
			throw new IllegalArgumentException("'" + this.text.substring(this.position) + "' follows '"
					+ this.text.substring(0, this.position).strip()
					+ "', which is a complete type. Remove the text after the type.");
		}
		return ResolvableType.forType(type);
	}

	private Type type(boolean outermost) {
		String name = name();
		boolean generic = next('<');
		if (!generic && name.startsWith("[")) {
			return load(name);
		}
		Class<?> loaded = load(name);
		Type type = generic ? parameterized(loaded) : loaded;
		int dimensions = 0;
		while (next('[')) {
			require(']');
			dimensions++;
		}
		if (loaded == void.class || loaded == Void.class) {
			throw new IllegalArgumentException("'" + name
					+ "' has no values. Write the class of the values, or remove the property to carry any object.");
		}
		if (loaded.isPrimitive() && dimensions == 0) {
			if (!outermost) {
				throw new IllegalArgumentException(
						"'" + name + "' is a primitive type, which cannot be a type argument. " + "Write '"
								+ ClassUtils.resolvePrimitiveIfNecessary(loaded).getName() + "'.");
			}
			return ClassUtils.resolvePrimitiveIfNecessary(loaded);
		}
		for (; dimensions > 0; dimensions--) {
			type = (type instanceof Class<?> component) ? component.arrayType() : new ArrayOf(type);
		}
		return type;
	}

	private Type parameterized(Class<?> raw) {
		List<ResolvableType> arguments = new ArrayList<>();
		do {
			arguments.add(ResolvableType.forType(type(false)));
		}
		while (next(','));
		require('>');
		TypeVariable<?>[] parameters = raw.getTypeParameters();
		if (parameters.length != arguments.size()) {
			throw new IllegalArgumentException("'" + raw.getName() + "' has " + count(parameters.length)
					+ ", but the number of type arguments is " + arguments.size() + ". "
					+ ((parameters.length == 0) ? "Remove the angle brackets." : "Write one for each parameter."));
		}
		for (int index = 0; index < parameters.length; index++) {
			checkBounds(raw, parameters[index], arguments.get(index));
		}
		return ResolvableType.forClassWithGenerics(raw, arguments.toArray(ResolvableType[]::new)).getType();
	}

	private static void checkBounds(Class<?> raw, TypeVariable<?> parameter, ResolvableType argument) {
		for (Type bound : parameter.getBounds()) {
			Class<?> required = ResolvableType.forType(bound).resolve(Object.class);
			if (!required.isAssignableFrom(argument.resolve(Object.class))) {
				throw new IllegalArgumentException("'" + argument + "' cannot be the type argument of '" + raw.getName()
						+ "', which requires a '" + required.getName() + "'. Write a type that extends it.");
			}
		}
	}

	private static String count(int parameters) {
		return (parameters == 0) ? "no type parameters"
				: parameters + ((parameters == 1) ? " type parameter" : " type parameters");
	}

	private String name() {
		skipBlanks();
		int start = this.position;
		while (this.position < this.text.length() && isPartOfName(this.text.charAt(this.position), start)) {
			this.position++;
		}
		String name = this.text.substring(start, this.position);
		if (name.isEmpty()) {
			String rest = this.text.substring(start);
			if (rest.startsWith("?")) {
				throw new IllegalArgumentException(
						"A wildcard cannot be the type of a value. Write a class instead of '?', or leave out all type "
								+ "arguments for the raw class.");
			}
			throw new IllegalArgumentException(
					"A class is missing " + (rest.isEmpty() ? "at the end" : "before '" + rest + "'")
							+ ". Write a type such as com.example.Envelope<com.example.Order>.");
		}
		return name;
	}

	/**
	 * Return whether a character may be part of a class name. In a name that begins with
	 * a bracket, the characters of an array name of {@link Class#getName()} are
	 * permitted, too.
	 * @param start the position at which the name begins
	 */
	private boolean isPartOfName(char character, int start) {
		boolean array = this.text.charAt(start) == '[';
		return Character.isJavaIdentifierPart(character) || character == '.' || (array && "[;".indexOf(character) >= 0);
	}

	/** Load a class, which may be a member class written with a dot. */
	private static Class<?> load(String name) {
		for (String candidate = name; !candidate.isEmpty(); candidate = nested(candidate)) {
			try {
				return ClassUtils.forName(candidate, null);
			}
			catch (ClassNotFoundException | LinkageError ex) {
				// try the next candidate, which is the name of a member class
			}
		}
		throw new UnknownClassException(name);
	}

	/**
	 * Return the name with its last dot replaced by a dollar sign; an empty name if there
	 * is no dot.
	 */
	private static String nested(String name) {
		int dot = name.lastIndexOf('.');
		return (dot > 0) ? name.substring(0, dot) + "$" + name.substring(dot + 1) : "";
	}

	private boolean next(char expected) {
		skipBlanks();
		if (this.position < this.text.length() && this.text.charAt(this.position) == expected) {
			this.position++;
			return true;
		}
		return false;
	}

	private void require(char expected) {
		if (!next(expected)) {
			String rest = this.text.substring(this.position);
			throw new IllegalArgumentException("'" + expected + "' is missing "
					+ (rest.isEmpty() ? "at the end" : "before '" + rest + "'") + ". Add it.");
		}
	}

	private void skipBlanks() {
		while (this.position < this.text.length() && Character.isWhitespace(this.text.charAt(this.position))) {
			this.position++;
		}
	}

	/**
	 * Type of an array of a parameterized type. No class represents such a type.
	 *
	 * @param component the type of the elements
	 */
	private record ArrayOf(Type component) implements GenericArrayType {

		@Override
		public Type getGenericComponentType() {
			return this.component;
		}

		@Override
		public String toString() {
			return this.component.getTypeName() + "[]";
		}

	}

	/**
	 * Exception thrown for a class that is not on the class path.
	 */
	static final class UnknownClassException extends IllegalArgumentException {

		private static final long serialVersionUID = 1L;

		private final String className;

		UnknownClassException(String className) {
			super("There is no class '" + className
					+ "' on the class path. Write the full name of the class, with its package.");
			this.className = className;
		}

		String className() {
			return this.className;
		}

	}

}
