package io.backpressure.channel.spring.autoconfigure;

import java.util.Locale;
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

}
