package io.backpressure.channel.spring.autoconfigure;

import java.util.List;

import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;

/**
 * Problem with a property.
 *
 * @param property the name of the property
 * @param value the value of the property, or {@code null} if it has none
 * @param origin the location of the property, or {@code null} if unknown
 * @param reason the reason for the problem, and the remedy
 * @param fatal whether the problem prevents the application from starting; if not, it is
 * only a warning
 */
record Problem(String property, @Nullable Object value, @Nullable Origin origin, String reason, boolean fatal) {

	Problem(String property, @Nullable Object value, @Nullable Origin origin, String reason) {
		this(property, value, origin, reason, true);
	}

	static Problem of(ConfigurationProperty property, String reason) {
		return new Problem(property.getName().toString(), property.getValue(), property.getOrigin(), reason);
	}

	static Problem warning(ConfigurationProperty property, String reason) {
		return new Problem(property.getName().toString(), property.getValue(), property.getOrigin(), reason, false);
	}

	/**
	 * Log the problems that are warnings, and fail the start if any problem is fatal.
	 * @throws InvalidChannelPropertiesException if any problem is fatal
	 */
	static void report(List<Problem> problems, Log logger) {
		problems.stream().filter((problem) -> !problem.fatal()).map(Problem::line).forEach(logger::warn);
		List<Problem> fatal = problems.stream().filter(Problem::fatal).toList();
		if (!fatal.isEmpty()) {
			throw new InvalidChannelPropertiesException(fatal);
		}
	}

	/** Return the problem on one line, for the log. */
	String line() {
		return this.property + ((this.value != null) ? "=" + this.value : "")
				+ ((this.origin != null) ? " (" + this.origin + ")" : "") + ": " + this.reason;
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		text.append("    Property: ").append(this.property);
		if (this.value != null) {
			text.append("%n    Value:    \"%s\"".formatted(this.value));
		}
		if (this.origin != null) {
			text.append("%n    Origin:   %s".formatted(this.origin));
		}
		return text.append("%n    Reason:   %s%n".formatted(this.reason)).toString();
	}

}
