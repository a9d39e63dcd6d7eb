package io.backpressure.channel.spring.autoconfigure;

import io.backpressure.channel.spring.autoconfigure.PropertyNode.Entries;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Value;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Check of names that the application chooses for the entries of a map, such as the names
 * of channels.
 */
final class EntryNames {

	private EntryNames() {
	}

	/**
	 * Return the problem with the name of the entry to which a property belongs; null if
	 * the name is valid, or if the property belongs to no entry.
	 */
	static @Nullable String problem(ConfigurationPropertyName property) {
		for (int map = 1; map < property.getNumberOfElements() - 1; map++) {
			if (PropertyTree.match(property.chop(map + 1)).node() instanceof Entries entries
					&& !(entries.entry() instanceof Value)) {
				return problem(property, map);
			}
		}
		return null;
	}

	private static @Nullable String problem(ConfigurationPropertyName property, int map) {
		String name = property.getElement(map + 1, Form.ORIGINAL);
		if (property.isNumericIndex(map + 1)) {
			String entries = property.getElement(map, Form.ORIGINAL);
			return "'" + entries + "' has a list or a number here, but takes a map of " + entries
					+ " by their names. Write the name, and its settings below it.";
		}
		boolean channel = map == 1;
		return channel ? ChannelNames.problem(name) : null;
	}

}
