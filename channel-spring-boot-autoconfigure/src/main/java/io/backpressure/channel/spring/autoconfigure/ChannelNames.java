package io.backpressure.channel.spring.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.springframework.util.StringUtils;

/**
 * Spellings of the names of declared channels: as Java parameters, and in environment
 * variables.
 */
final class ChannelNames {

	private ChannelNames() {
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
