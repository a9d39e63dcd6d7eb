package io.backpressure.channel.spring.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.backpressure.channel.spring.ChannelNameSyntax;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Check of the names of declared channels, and spellings of these names: as Java
 * parameters, and in environment variables.
 */
final class ChannelNames {

	/** Unquoted keys that YAML converts to the same text, by that text. */
	private static final Map<String, String> YAML_KEYS = Map.of("true", "true, yes and on", "false",
			"false, no and off", "null", "null and ~");

	private ChannelNames() {
	}

	/** Return the problem with a name, including a remedy; null if the name is valid. */
	static @Nullable String problem(String name) {
		String unquoted = YAML_KEYS.get(name);
		if (unquoted != null) {
			return "'" + name + "' cannot be the name of a channel: YAML reads " + unquoted
					+ " as the same key. Put the name in quotes, as in \"no\":, or choose another name.";
		}
		if (!ChannelNameSyntax.isValid(name)) {
			String corrected = ChannelNameSyntax.corrected(name);
			return "'" + name + "' cannot be the name of a channel: a name consists of " + ChannelNameSyntax.RULE + "."
					+ (name.contains(".") ? " A dot separates the parts of a property name." : "")
					+ (ChannelNameSyntax.isValid(corrected) ? " Write '" + corrected
							+ "', which can also be injected as '" + camelCase(corrected) + "'." : "");
		}
		for (String bean : List.of(name, camelCase(name))) {
			if (ReservedNames.contains(bean)) {
				return "'" + name + "' cannot be the name of a channel: Spring looks up an infrastructure bean named '"
						+ bean + "'. Choose another name, such as '" + name + "-channel'.";
			}
		}
		return null;
	}

	/**
	 * Return the name as a Java parameter: {@code eu-orders} becomes {@code euOrders}.
	 */
	static String camelCase(String name) {
		StringBuilder camelCase = new StringBuilder();
		for (String word : StringUtils.delimitedListToStringArray(name, "-")) {
			camelCase.append(camelCase.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
		}
		return camelCase.toString();
	}

	/**
	 * Return the entries without those whose keys are other spellings of a longer key.
	 * The name of an environment variable has no hyphens, so a variable that overrides
	 * {@code cost-center} also appears as a second key {@code costcenter}.
	 */
	static <V> Map<String, V> withoutOtherSpellings(Map<String, V> entries) {
		Map<String, String> spellings = new TreeMap<>();
		entries.keySet()
			.forEach((key) -> spellings.merge(uniform(key), key,
					(one, other) -> (one.length() >= other.length()) ? one : other));
		Map<String, V> all = new TreeMap<>(entries);
		all.keySet().retainAll(spellings.values());
		return all;
	}

	/** Return the name in the form in which Spring Boot compares names. */
	static String uniform(String name) {
		return name.replace("-", "").toLowerCase(Locale.ROOT);
	}

}
