package io.backpressure.channel.spring;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scalars of many forms, to be given to a property in YAML.
 */
public final class Scalars {

	/** Texts as in YAML, properties files and variables. */
	private static final List<String> SCALARS = List.of("4", "4000000000", "0", "-1", "0.9", "1.0", "1e3", "true", "on",
			"no", "\"true\"", "\"4\"", "\" 4 \"", "5s", "1m", "text", "\"\"", "~", ".inf", ".nan", "0x10", "80%",
			"99999999999d", "2001-01-01", "${undefined}", "/a", "drop-oldest", "java.lang.IllegalStateException");

	/** Values that no property is expected to accept. */
	private static final Set<String> NEVER = Set.of("\"\"", "~", "${undefined}");

	private Scalars() {
	}

	/**
	 * Assert that each scalar is either accepted or rejected by an error that names the
	 * problem and a remedy, and that at least one is accepted.
	 * @param property the property
	 * @param reader reads the properties from the given source
	 */
	public static void assertReadOrExplained(String property,
			Consumer<ApplicationContextInitializer<ConfigurableApplicationContext>> reader) {
		int read = 0;
		for (String scalar : SCALARS) {
			if (isReadOrExplained(property, scalar, reader)) {
				read++;
			}
		}
		assertThat(read).as("scalars that %s accepts", property).isPositive();
	}

	private static boolean isReadOrExplained(String property, String scalar,
			Consumer<ApplicationContextInitializer<ConfigurableApplicationContext>> reader) {
		try {
			reader.accept(Sources.yaml(yaml(property, scalar)));
		}
		catch (RuntimeException ex) {
			assertThat(ex).as("%s: %s", property, scalar)
				.hasMessageContaining("Property: " + property)
				.hasMessageContaining("[application.yml]")
				.hasMessageMatching(
						"(?s).*Reason: .*(Write|Add|Give|Put|Define|Remove|Lower|Shorten|Did you mean|Valid values|Valid keys|must be).*");
			return false;
		}
		assertThat(NEVER).as("%s: %s is accepted", property, scalar).doesNotContain(scalar);
		return true;
	}

	/** Write a property as YAML, together with the properties that it requires. */
	public static String yaml(String property, String scalar) {
		StringBuilder yaml = new StringBuilder();
		String indent = "";
		for (String key : property.split("\\.")) {
			yaml.append(indent).append(key).append(":\n");
			indent += "  ";
		}
		yaml.setLength(yaml.length() - 1);
		yaml.append(" ").append(scalar).append("\n");
		if (property.endsWith("watermark.low")) {
			yaml.append(indent.substring(2)).append("high: 1\n");
		}
		if (property.endsWith("max-buffer-size")) {
			yaml.append(indent.substring(2)).append("buffer-size: 1\n");
		}
		return yaml.toString();
	}

}
