package io.backpressure.channel.spring.autoconfigure;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.springframework.util.StringUtils;

/**
 * The names that declared channels may have. They are strict because a name is also the
 * name of a bean, part of a property's name, and has to survive environment variables.
 */
final class ChannelNames {

	static final String RULE = "lower-case letters and digits, with single hyphens between, beginning with a letter";

	private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

	private ChannelNames() {
	}

	static boolean isValid(String name) {
		return VALID.matcher(name).matches();
	}

	/** The nearest valid spelling of a name, which may still be none. */
	static String corrected(String name) {
		return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9]+", "-")
			.replaceAll("^[-0-9]+|-+$", "");
	}

	/** The name as that of a Java parameter: {@code eu-orders} is {@code euOrders}. */
	static String camelCase(String name) {
		StringBuilder camelCase = new StringBuilder();
		for (String word : StringUtils.delimitedListToStringArray(name, "-")) {
			camelCase.append(camelCase.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
		}
		return camelCase.toString();
	}

	/**
	 * Leave out the names that are another spelling of one. An environment variable has
	 * no hyphens, so one that overrides {@code eu-orders} seems to declare
	 * {@code euorders} beside it.
	 */
	static Set<String> withoutOtherSpellings(Set<String> names) {
		Map<String, String> bySpelling = new TreeMap<>();
		for (String name : names) {
			bySpelling.merge(uniform(name), name, (one, other) -> (one.length() >= other.length()) ? one : other);
		}
		return new TreeSet<>(bySpelling.values());
	}

	/** The name as Spring Boot compares it. */
	static String uniform(String name) {
		return name.replace("-", "");
	}

}
