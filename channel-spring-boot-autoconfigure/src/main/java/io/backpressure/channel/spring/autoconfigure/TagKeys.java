package io.backpressure.channel.spring.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Checks of the keys of the tags of meters. Prometheus permits fewer characters in keys
 * than the properties do. Two keys that become equal in Prometheus make every scrape
 * fail.
 */
final class TagKeys {

	/**
	 * Keys of the tags that this library or a registry adds to meters.
	 */
	private static final Set<String> OWN = Set.of("channel", "listener", "outcome", "result", "exception", "le",
			"quantile");

	private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9]*([._-][a-z0-9]+)*");

	private TagKeys() {
	}

	static Optional<Problem> check(Binder binder, ConfigurationProperty property) {
		String key = key(property.getName());
		if (OWN.contains(label(key))) {
			return Optional
				.of(Problem.of(property, "The meters already have a tag '" + key + "'. Choose another key."));
		}
		if (!VALID.matcher(key).matches()) {
			String corrected = key.toLowerCase(Locale.ROOT)
				.replaceAll("[^a-z0-9]+", "-")
				.replaceAll("^[-0-9]+|-+$", "");
			return Optional.of(Problem.of(property, "'" + key
					+ "' cannot be the key of a tag: a key begins with a letter and consists of lower-case letters and "
					+ "digits, with single dots, hyphens or underscores between them."
					+ (VALID.matcher(corrected).matches() ? " Write '" + corrected + "'." : "")));
		}
		return Optional.empty();
	}

	/**
	 * Check that no two different keys, of one channel or of several, become equal in
	 * Prometheus.
	 */
	static List<Problem> checkTogether(Collection<ConfigurationProperty> properties) {
		List<Problem> problems = new ArrayList<>();
		Map<String, String> keys = new TreeMap<>();
		for (ConfigurationProperty property : properties) {
			if (isTag(property.getName())) {
				String key = key(property.getName());
				String other = keys.putIfAbsent(label(key), key);
				if (other != null && !other.equals(key)) {
					problems.add(Problem.of(property,
							"The tags '" + other + "' and '" + key + "' have the same name in Prometheus, '"
									+ label(key) + "'. Give both the same key, or rename one of them."));
				}
			}
		}
		return problems;
	}

	private static boolean isTag(ConfigurationPropertyName name) {
		return keyPosition(name) < name.getNumberOfElements();
	}

	private static String key(ConfigurationPropertyName name) {
		List<String> elements = new ArrayList<>();
		for (int element = keyPosition(name); element < name.getNumberOfElements(); element++) {
			elements.add(name.getElement(element, Form.ORIGINAL));
		}
		return String.join(".", elements);
	}

	/**
	 * Return the position of the element after 'tags', in the defaults or in a channel.
	 * For any other name, return the number of its elements.
	 */
	private static int keyPosition(ConfigurationPropertyName name) {
		boolean defaults = name.getElement(1, Form.UNIFORM).equals("defaults");
		int tags = defaults ? 2 : 3;
		return (name.getNumberOfElements() > tags + 1 && name.getElement(tags, Form.UNIFORM).equals("tags")) ? tags + 1
				: name.getNumberOfElements();
	}

	private static String label(String key) {
		return key.replaceAll("[.-]", "_");
	}

}
