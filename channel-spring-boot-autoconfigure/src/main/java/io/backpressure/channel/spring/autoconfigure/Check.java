package io.backpressure.channel.spring.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import io.backpressure.channel.spring.Suggestion;
import io.backpressure.channel.spring.listener.ListenerConcurrency;
import io.backpressure.channel.spring.monitor.UtilizationLimit;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ClassUtils;

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
	 * The tags that meters have in any case, here or in a registry.
	 */
	Set<String> OWN_TAGS = Set.of("channel", "listener", "outcome", "result", "exception", "le", "quantile");

	/**
	 * What a library that keeps channels on Redis brings.
	 */
	String REDIS_TRANSPORT = "io.backpressure.channel.redis.RedisTransport";

	/**
	 * The coordinates of that library.
	 */
	String REDIS_ARTIFACT = "io.backpressure:channel-redis";

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

	/** A drain that takes as long as a phase of the stop may take would be cut short. */
	static Check drainTimeout() {
		return (binder, property) -> duration(Duration.ZERO).check(binder, property).or(() -> {
			Duration limit = binder.bindOrCreate("spring.lifecycle", LifecycleProperties.class)
				.getTimeoutPerShutdownPhase();
			Duration given = binder.bind(property.getName(), Bindable.of(Duration.class)).get();
			return (given.compareTo(limit) < 0) ? Optional.empty() : Optional.of(Problem.of(property,
					"The duration must be below spring.lifecycle.timeout-per-shutdown-phase, which is %dms: the stop would be cut short. Shorten the one, or lengthen the other."
						.formatted(limit.toMillis())));
		});
	}

	static Check number(int least) {
		String right = "Write a whole number of at least " + least + ".";
		return of(Integer.class, (given) -> "'" + given + "' is not a number. " + right,
				(number) -> (number < least) ? right : null);
	}

	/**
	 * A part of the buffer, and the low watermark below the high one, whichever of them
	 * is inherited.
	 */
	static Check watermark() {
		String right = "Write a part of the buffer from 0 to 1, such as 0.8.";
		Check part = of(Double.class, (given) -> "'" + given + "' is not a number. " + right,
				(utilization) -> (utilization >= 0 && utilization <= 1) ? null : right);
		return (binder, property) -> part.check(binder, property).or(() -> {
			ConfigurationPropertyName owner = property.getName().getParent();
			Bindable<Double> type = Bindable.of(Double.class);
			Double high = binder.bind(owner.append("high"), type)
				.orElseGet(() -> binder.bind("backpressure.defaults.watermark.high", type).orElse(null));
			Double low = binder.bind(owner.append("low"), type)
				.orElseGet(() -> binder.bind("backpressure.defaults.watermark.low", type).orElse(null));
			if (high == null) {
				return Optional.of(Problem.of(property,
						"A low watermark has no meaning without a high one. Add " + owner + ".high."));
			}
			return ((low != null) ? low < high : high > 0) ? Optional.empty() : Optional.of(Problem.of(property,
					"The low watermark must be below the high one, but they are %s and %s. Lower the one, or raise the other."
						.formatted((low != null) ? low : 0, high)));
		});
	}

	static Check utilizationLimit() {
		return of(UtilizationLimit.class, (given) -> "'" + given
				+ "' is no limit. Write a part of the buffer above 0 and up to 1, and a time, such as '0.9 for 30s', or 'never'.",
				(limit) -> null);
	}

	static Check tag() {
		Check text = text();
		return (binder, property) -> text.check(binder, property).or(() -> {
			String key = property.getName().getLastElement(ConfigurationPropertyName.Form.ORIGINAL);
			return !OWN_TAGS.contains(key) ? Optional.empty() : Optional
				.of(Problem.of(property, "The meters have a tag '" + key + "' of their own. Rename this one."));
		});
	}

	static Check factor() {
		String right = "Write a number of at least 1, such as 2 or 1.5.";
		return of(Double.class, (given) -> "'" + given + "' is not a number. " + right,
				(factor) -> (factor < 1) ? right : null);
	}

	static Check truth() {
		return truth((truth) -> null);
	}

	static Check truthThatNeeds(String className, String artifact) {
		return truth((truth) -> truth ? missing(className, artifact) : null);
	}

	/** Which other transports there are is known once there are beans. */
	static Check transport() {
		return of(String.class, (given) -> "'" + given + "' is no text.",
				(transport) -> transport.equals("redis") ? missing(REDIS_TRANSPORT, REDIS_ARTIFACT) : null);
	}

	/** What is wrong if a class is not there. */
	static @Nullable String missing(String className, String artifact) {
		return !ClassUtils.isPresent(className, null)
				? "This needs a library that is not on the class path. Add " + artifact + "." : null;
	}

	private static Check truth(Function<Boolean, @Nullable String> wrong) {
		return of(Boolean.class, (given) -> "'" + given + "' is neither true nor false.", wrong);
	}

	static Check text() {
		return of(String.class, (given) -> "'" + given + "' is no text.", (text) -> null);
	}

	/** Nothing is loaded from another host. */
	static Check localPath() {
		return of(String.class, (given) -> "'" + given + "' is no text.",
				(path) -> (path.startsWith("/") && !path.startsWith("//") && !path.contains("\\")) ? null : "'" + path
						+ "' is not a path of this application. Write one that begins with a slash, such as /desk.js.");
	}

	static Check concurrency() {
		return of(ListenerConcurrency.class,
				(given) -> "'" + given
						+ "' is no number of threads. Write one of at least 1, such as 4, or bounds, such as 2-8.",
				(concurrency) -> null);
	}

	static <E extends Enum<E>> Check oneOf(Class<E> type) {
		List<String> valid = Arrays.stream(type.getEnumConstants())
			.map((constant) -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList();
		return of(type, (given) -> "'" + given + "' is not one of the values." + Suggestion.of(given, valid),
				(constant) -> null);
	}

	static Check allLoadable() {
		return of(Class[].class,
				(given) -> "Not all of '" + given
						+ "' are classes on the class path. Write their full names, with their packages.",
				(types) -> null);
	}

	static Check loadable() {
		return of(Class.class, (given) -> "There is no class '" + given
				+ "' on the class path. Write the full name of the class, with its package.", (type) -> null);
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
