package io.backpressure.channel.spring.autoconfigure;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;

/**
 * Checks of durations: of their range, of their unit, and of the drain timeout.
 */
final class DurationLimits {

	/**
	 * Longest permitted duration. Its number of nanoseconds fits into a {@code long}.
	 */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	private static final Pattern WITHOUT_UNIT = Pattern.compile("\\s*\\+?0*([1-9]\\d*)\\s*");

	private static final Pattern LIMIT = Pattern.compile(".*\\sfor\\s+(\\S+)\\s*");

	private DurationLimits() {
	}

	static @Nullable String problem(Duration duration, Duration least) {
		if (duration.compareTo(LONGEST) > 0) {
			return "The duration must not be longer than " + LONGEST.toDays() + "d. Write 0s for no limit.";
		}
		if (duration.compareTo(least) >= 0) {
			return null;
		}
		return least.isZero() ? "The duration must not be negative. Write 0s or more."
				: "The duration must be at least " + least.toMillis() + "ms.";
	}

	/**
	 * Warn about a duration without a unit. Spring Boot reads it as milliseconds, which
	 * may not be intended.
	 */
	static Optional<Problem> checkUnit(Binder binder, ConfigurationProperty property) {
		return checkUnit(property, Check.given(binder, property));
	}

	static Optional<Problem> checkUnitOfLimit(Binder binder, ConfigurationProperty property) {
		Matcher limit = LIMIT.matcher(Check.given(binder, property));
		return limit.matches() ? checkUnit(property, limit.group(1)) : Optional.empty();
	}

	private static Optional<Problem> checkUnit(ConfigurationProperty property, String given) {
		Matcher number = WITHOUT_UNIT.matcher(given);
		return number.matches() ? Optional.of(Problem.warning(property,
				"The duration has no unit and was read as %1$sms. Write %1$sms, or %1$ss for seconds."
					.formatted(number.group(1))))
				: Optional.empty();
	}

	static Optional<Problem> checkPhase(Binder binder, ConfigurationProperty property) {
		Duration phase = binder.bindOrCreate("spring.lifecycle", LifecycleProperties.class)
			.getTimeoutPerShutdownPhase();
		Duration given = binder.bind(property.getName(), Bindable.of(Duration.class)).get();
		return (given.compareTo(phase) < 0) ? Optional.empty() : Optional.of(Problem.of(property,
				"The drain timeout must be shorter than spring.lifecycle.timeout-per-shutdown-phase, which is %dms and would otherwise cut the drain short. Shorten the drain timeout, or lengthen the phase."
					.formatted(phase.toMillis())));
	}

}
