package io.backpressure.channel.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.backpressure.channel.spring.autoconfigure.PropertyNode.Entries;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Match;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Section;
import org.jspecify.annotations.Nullable;

/**
 * Search for the right section of a key that was written in the wrong section.
 */
final class MisplacedProperty {

	private MisplacedProperty() {
	}

	/**
	 * Return the name that the property has in the right section.
	 * @param match the match of the name in the wrong section
	 * @return the name of the property; empty if no section has the key
	 */
	static Optional<String> find(Match match) {
		List<String> rest = match.rest();
		String key = String.join(".", rest);
		String entry = entry(match);
		Map<String, Section> sections = new LinkedHashMap<>();
		if (entry == null) {
			sections.put("backpressure.defaults", PropertyTree.DEFAULTS);
			sections.put("backpressure.listener.defaults", PropertyTree.LISTENER);
			sections.putAll(ofChannel("<name>"));
		}
		else {
			sections.putAll(ofChannel(entry));
		}
		Optional<String> found = find(key, sections);
		return (found.isEmpty() && entry == null && rest.size() > 1)
				? find(String.join(".", rest.subList(1, rest.size())), ofChannel(rest.get(0))) : found;
	}

	private static Optional<String> find(String key, Map<String, Section> sections) {
		return sections.entrySet()
			.stream()
			.filter((section) -> section.getValue().keys().contains(key))
			.findFirst()
			.map((section) -> section.getKey() + "." + key);
	}

	private static Map<String, Section> ofChannel(String name) {
		Map<String, Section> sections = new LinkedHashMap<>();
		sections.put("backpressure.channels." + name, PropertyTree.CHANNEL);
		sections.put("backpressure.listener.channels." + name, PropertyTree.LISTENER);
		Transports.channels().forEach((map, section) -> sections.put(map + "." + name, section));
		return sections;
	}

	/**
	 * Return the name of the channel to whose section the property belongs. Return a
	 * placeholder for the section of a listener, and {@code null} for any other section.
	 */
	private static @Nullable String entry(Match match) {
		List<String> names = List.of(match.prefix(match.position()).split("\\."));
		int map = match.position() - 2;
		if (map < 1 || !(PropertyTree.match(match.name().chop(map + 1)).node() instanceof Entries)) {
			return null;
		}
		return names.get(map).equals("listeners") ? "<name>" : names.get(map + 1);
	}

}
