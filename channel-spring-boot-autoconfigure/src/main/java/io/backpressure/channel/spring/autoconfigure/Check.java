package io.backpressure.channel.spring.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;

/**
 * Checks the value of one property.
 */
@FunctionalInterface
interface Check {

	/**
	 * The limit of the channel library, which tells it again to those who build in code.
	 */
	int MAX_BUFFER_SIZE = 16_777_216;

	/**
	 * Check a property.
	 * @return what is wrong with it, if anything
	 */
	Optional<Problem> check(Binder binder, ConfigurationProperty property);

	static Check bufferSize() {
		String right = "Write a whole number from 1 to " + MAX_BUFFER_SIZE + ".";
		return of(Integer.class, (given) -> "'" + given + "' is not a number. " + right,
				(size) -> (size < 1 || size > MAX_BUFFER_SIZE) ? "A buffer cannot hold " + size + " values. " + right
						: null);
	}

	static Check duration(Duration least) {
		return of(Duration.class,
				(given) -> "'" + given + "' is not a duration. Write a number with a unit, such as 500ms, 5s or 1m.",
				(duration) -> (duration.compareTo(least) < 0) ? "The duration must not be "
						+ (least.isZero() ? "negative; zero is no limit." : "less than " + least.toMillis() + "ms.")
						: null);
	}

	static <E extends Enum<E>> Check oneOf(Class<E> type) {
		List<String> valid = Arrays.stream(type.getEnumConstants())
			.map((constant) -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList();
		return of(type, (given) -> "'" + given + "' is not one of the values." + Suggestion.of(given, valid),
				(constant) -> null);
	}

	static Check loadable() {
		return of(Class.class,
				(given) -> "There is no class '" + given
						+ "' on the class path. Write the full name of the class of the values, with its package.",
				(type) -> null);
	}

	private static <V> Check of(Class<V> type, Function<String, String> unreadable,
			Function<V, @Nullable String> wrong) {
		return (binder, property) -> {
			String given = String.valueOf(property.getValue()).trim();
			if (given.isEmpty()) {
				return Optional.of(Problem.of(property,
						"The property has no value. Give it one, or remove it so that the default applies."));
			}
			String reason;
			try {
				V value = ChannelPropertiesChecker.bind(binder, property, type);
				reason = (value != null) ? wrong.apply(value) : null;
			}
			catch (BindException ex) {
				reason = unreadable.apply(given);
			}
			return Optional.ofNullable(reason).map((text) -> Problem.of(property, text));
		};
	}

}
