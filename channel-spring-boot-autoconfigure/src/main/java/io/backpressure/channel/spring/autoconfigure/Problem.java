package io.backpressure.channel.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;

/**
 * A property that cannot stand as it is.
 *
 * @param property its name
 * @param value its value, or {@code null}
 * @param origin where it is written, or {@code null} if that is not known
 * @param reason what is wrong, and what would be right
 */
record Problem(String property, @Nullable Object value, @Nullable Origin origin, String reason) {

	static Problem of(ConfigurationProperty property, String reason) {
		return new Problem(property.getName().toString(), property.getValue(), property.getOrigin(), reason);
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
