package io.backpressure.channel.spring.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.backpressure.channel.spring.listener.ListenerConcurrency;
import io.backpressure.channel.spring.monitor.UtilizationLimit;
import io.backpressure.channel.spring.support.Suggestion;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.util.ClassUtils;

/**
 * Check of the value of one property.
 */
@FunctionalInterface
interface Check {

	/**
	 * Largest number of values that a buffer can hold.
	 */
	int MAX_BUFFER_SIZE = 16_777_216;

	/**
	 * Check a property.
	 * @param binder a binder that sees the property
	 * @param property the property
	 * @return the problem with the property, if there is one
	 */
	Optional<Problem> check(Binder binder, ConfigurationProperty property);

	default Check and(Check other) {
		return (binder, property) -> check(binder, property).or(() -> other.check(binder, property));
	}

	static Check bufferSize() {
		String right = "Write a whole number from 1 to " + MAX_BUFFER_SIZE + ".";
		return of(Integer.class, (given) -> "'" + given + "' is not a whole number of values. " + right,
				(size) -> (size < 1 || size > MAX_BUFFER_SIZE) ? "A buffer cannot hold " + size + " values. " + right
						: null);
	}

	static Check maxBufferSize() {
		return bufferSize().and(BufferSizeOrder::check);
	}

	/**
	 * Return the check of a property with values of a type.
	 * @param type the type
	 * @param rule returns the problem with a value, or {@code null} if the value is valid
	 */
	static Check of(Class<?> type, Function<Object, @Nullable String> rule) {
		if (type == Duration.class) {
			return of(Duration.class, Check::unreadableDuration, (duration) -> {
				String problem = rule.apply(duration);
				return (problem != null) ? problem : DurationLimits.problem(duration, Duration.ZERO);
			}).and(DurationLimits::checkUnit);
		}
		if (type == Integer.class) {
			return of(Integer.class, (given) -> "'" + given + "' is not a whole number. Write a whole number.",
					rule::apply);
		}
		if (type == Boolean.class) {
			return truth(rule::apply);
		}
		if (type == String.class) {
			return name().and(of(String.class, Check::unreadable, rule::apply));
		}
		throw new IllegalArgumentException("Properties of type " + type.getName() + " are not supported. "
				+ "A component of the properties record must be a Duration, Integer, Boolean or String, "
				+ "or a Map whose values are records.");
	}

	static Check number(int least) {
		String right = "Write a whole number of at least " + least + ".";
		return of(Integer.class, (given) -> "'" + given + "' is not a whole number. " + right,
				(number) -> (number < least) ? number + " is too small. " + right : null);
	}

	static Check factor() {
		String right = "Write a finite number of at least 1, such as 2 or 1.5.";
		return of(Double.class, (given) -> "'" + given + "' is not a number. " + right,
				(factor) -> (factor >= 1 && Double.isFinite(factor)) ? null
						: "'" + factor + "' is not a valid factor. " + right);
	}

	static Check duration(Duration least) {
		return of(Duration.class, Check::unreadableDuration, (duration) -> DurationLimits.problem(duration, least))
			.and(DurationLimits::checkUnit);
	}

	/**
	 * Return the check of the drain timeout: it must be shorter than
	 * {@code spring.lifecycle.timeout-per-shutdown-phase}, which would otherwise cut the
	 * drain short.
	 */
	static Check drainTimeout() {
		return duration(Duration.ZERO).and(DurationLimits::checkPhase);
	}

	/**
	 * Return the check of a watermark: it is a fraction of the buffer, and the low
	 * watermark is below the high watermark.
	 */
	static Check watermark() {
		String right = "Write a fraction of the buffer from 0 to 1, such as 0.8.";
		return of(Double.class, (given) -> "'" + given + "' is not a number. " + Percentage.hint(given).orElse(right),
				(utilization) -> (utilization >= 0 && utilization <= 1) ? null
						: "'" + utilization + "' is not a fraction of the buffer. "
								+ ((utilization % 1 == 0) ? Percentage.hint(utilization + "%").orElse(right) : right))
			.and(WatermarkOrder::check);
	}

	static Check utilizationLimit() {
		return of(UtilizationLimit.class,
				(given) -> "'" + given + "' is not a limit. " + Percentage.hint(given)
					.orElse("Write a fraction of the buffer above 0 and up to 1, and a time with a unit, such as "
							+ "'0.9 for 30s', or 'never'."),
				(limit) -> null)
			.and(DurationLimits::checkUnitOfLimit);
	}

	static Check tag() {
		return text().and(TagKeys::check);
	}

	static Check truth() {
		return truth((truth) -> null);
	}

	static Check truthThatNeeds(String className, String artifact) {
		return truth((truth) -> (truth && !ClassUtils.isPresent(className, null)) ? needs(artifact) : null);
	}

	private static Check truth(Function<Boolean, @Nullable String> wrong) {
		return of(Boolean.class, (given) -> "'" + given + "' is neither true nor false. Write true or false.", wrong);
	}

	/**
	 * Return the check of a transport. Only missing libraries are detected here, since
	 * transports are beans that do not exist yet.
	 */
	static Check transport() {
		return name().and(of(String.class, Check::unreadable, Transports::missing));
	}

	/**
	 * Return the problem of a property that needs a library which is not on the class
	 * path.
	 */
	static String needs(String artifact) {
		return "The property needs a library that is not on the class path. Add " + artifact + ".";
	}

	static Check text() {
		return of(String.class, Check::unreadable, (text) -> null);
	}

	/** Return the check of the name of a channel, bean or transport. */
	static Check name() {
		Check notABoolean = (binder, property) -> (property.getValue() instanceof Boolean)
				? Optional.of(Problem.of(property,
						"YAML reads 'no' and 'off' as false, and 'yes' and 'on' as true. Put the name in quotes."))
				: Optional.empty();
		return text().and(notABoolean)
			.and(of(String.class, Check::unreadable, (name) -> name.equals(name.strip()) ? null
					: "'" + name + "' begins or ends with white space. Remove it."));
	}

	/**
	 * Return the check of a path within this application. It rejects the URL of another
	 * host, with or without a scheme.
	 */
	static Check localPath() {
		return of(String.class, Check::unreadable, (path) -> (path
			.startsWith("/") && !path.startsWith("//") && !path.contains("\\")) ? null : "'" + path
					+ "' is not a path of this application. Write a path that begins with a slash, such as /desk.js.");
	}

	static Check concurrency() {
		return of(ListenerConcurrency.class, (given) -> "'" + given
				+ "' is not a number of threads. Write a number of at least 1, such as 4, or bounds, such as 2-8.",
				(concurrency) -> null);
	}

	static <E extends Enum<E>> Check oneOf(Class<E> type) {
		List<String> valid = Arrays.stream(type.getEnumConstants())
			.map((constant) -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList();
		return of(type, (given) -> "'" + given + "' is not one of the values." + Suggestion.of(given, valid),
				(constant) -> null);
	}

	static Check exceptionTypes() {
		return of(Class[].class, (given) -> "'" + given + "' contains names "
				+ "that are not classes on the class path. Write full class names, with packages.", (types) -> {
					for (Class<?> type : types) {
						if (!Throwable.class.isAssignableFrom(type)) {
							return "'" + type.getName() + "' is not an exception. Write classes of exceptions.";
						}
					}
					return null;
				});
	}

	static Check elementType() {
		return of(String.class, Check::unreadable, (text) -> {
			try {
				ElementType.valueOf(text);
				return null;
			}
			catch (IllegalArgumentException ex) {
				return ex.getMessage();
			}
		});
	}

	private static String unreadableDuration(String given) {
		return "'" + given + "' is not a duration. Write a number with a unit, such as 500ms, 5s or 1m.";
	}

	private static String unreadable(String given) {
		return "'" + given + "' is not text. Write text.";
	}

	private static <V> Check of(Class<V> type, Function<String, String> unreadable,
			Function<V, @Nullable String> wrong) {
		return of(type, unreadable,
				(property, value) -> Optional.ofNullable(wrong.apply(value)).map((text) -> Problem.of(property, text)));
	}

	private static <V> Check of(Class<V> type, Function<String, String> unreadable,
			BiFunction<ConfigurationProperty, V, Optional<Problem>> wrong) {
		return (binder, property) -> {
			String given = given(binder, property);
			if (given.isBlank()) {
				return Optional.of(Problem.of(property,
						"The property has no value. Give it one, or remove it so that the default applies."));
			}
			if (given.contains("${")) {
				return Optional.of(Problem.of(property, "'" + given
						+ "' has a placeholder that cannot be resolved. Define the property that it names."));
			}
			try {
				V value = binder.bind(property.getName(), Bindable.of(type)).orElse(null);
				return (value != null) ? wrong.apply(property, value) : Optional.empty();
			}
			catch (BindException ex) {
				return Optional.of(Problem.of(property, unreadable.apply(given.strip())));
			}
		};
	}

	/**
	 * Return the text of a property. Placeholders are resolved, unless one of them cannot
	 * be.
	 */
	static String given(Binder binder, ConfigurationProperty property) {
		try {
			return binder.bind(property.getName(), Bindable.of(String.class))
				.orElseGet(() -> String.valueOf(property.getValue()));
		}
		catch (BindException ex) {
			return String.valueOf(property.getValue());
		}
	}

}
