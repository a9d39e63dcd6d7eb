package io.backpressure.channel.spring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Node of the tree of properties below {@code backpressure}.
 */
sealed interface PropertyNode {

	/**
	 * Return the keys of the properties below this node, relative to it and in order of
	 * declaration. The key of a node that is a property is empty. Properties below the
	 * entries of a map are left out, since the application chooses the names of the
	 * entries.
	 */
	List<String> keys();

	/**
	 * Match the elements of a name, from a position on, with this node and the nodes
	 * below it, as far as there are nodes for the elements.
	 */
	default Match match(ConfigurationPropertyName name, int position) {
		return new Match(this, position, name);
	}

	static Value value(Check check) {
		return new Value(check, false);
	}

	static Value list(Check check) {
		return new Value(check, true);
	}

	/**
	 * Create a section.
	 * @param children keys and nodes, alternating
	 */
	static Section section(Object... children) {
		Map<String, PropertyNode> nodes = new LinkedHashMap<>();
		for (int index = 0; index < children.length; index += 2) {
			nodes.put((String) children[index], (PropertyNode) children[index + 1]);
		}
		return new Section(nodes);
	}

	/**
	 * Node of a property.
	 *
	 * @param check the check of the value
	 * @param list whether the value is a list
	 */
	record Value(Check check, boolean list) implements PropertyNode {

		@Override
		public List<String> keys() {
			return List.of("");
		}

	}

	/**
	 * Node of a key that has no value, but further keys below it.
	 *
	 * @param children the nodes below this node, by key
	 */
	record Section(Map<String, PropertyNode> children) implements PropertyNode {

		/**
		 * Return a copy of this section with an additional node.
		 * @param key the key below this section, such as {@code watermark.high}
		 */
		Section with(String key, PropertyNode node) {
			Map<String, PropertyNode> all = new LinkedHashMap<>(this.children);
			int dot = key.indexOf('.');
			if (dot < 0) {
				all.put(key, node);
			}
			else {
				Section below = (Section) all.getOrDefault(key.substring(0, dot), new Section(Map.of()));
				all.put(key.substring(0, dot), below.with(key.substring(dot + 1), node));
			}
			return new Section(all);
		}

		@Override
		public List<String> keys() {
			List<String> keys = new ArrayList<>();
			this.children.forEach((key, child) -> child.keys()
				.forEach((below) -> keys.add(below.isEmpty() ? key : key + "." + below)));
			return keys;
		}

		@Override
		public Match match(ConfigurationPropertyName name, int position) {
			if (position < name.getNumberOfElements()) {
				String element = name.getElement(position, Form.UNIFORM);
				for (Map.Entry<String, PropertyNode> child : this.children.entrySet()) {
					if (ChannelNames.uniform(child.getKey()).equals(element)) {
						return child.getValue().match(name, position + 1);
					}
				}
			}
			return new Match(this, position, name);
		}

	}

	/**
	 * Node of a map of entries whose names the application chooses.
	 *
	 * @param entry the node of each entry
	 */
	record Entries(PropertyNode entry) implements PropertyNode {

		@Override
		public List<String> keys() {
			return (this.entry instanceof Value) ? List.of("") : List.of();
		}

		@Override
		public Match match(ConfigurationPropertyName name, int position) {
			if (position == name.getNumberOfElements()) {
				return new Match(this, position, name);
			}
			// a key that the application chooses for a value may contain dots
			return this.entry.match(name, (this.entry instanceof Value) ? name.getNumberOfElements() : position + 1);
		}

	}

	/**
	 * Match of a name with the tree.
	 *
	 * @param node the last node on the path of the name
	 * @param position the index of the first element beyond that node
	 * @param name the name
	 */
	record Match(PropertyNode node, int position, ConfigurationPropertyName name) {

		boolean isComplete() {
			return this.position == this.name.getNumberOfElements();
		}

		/** Return whether the name is that of a property, or of an element of a list. */
		boolean isProperty() {
			return this.node instanceof Value value
					&& (isComplete() || (value.list() && isLast() && this.name.isLastElementIndexed()));
		}

		/** Return whether the name is that of a section or a map, which have no value. */
		boolean isSectionOrMap() {
			return !(this.node instanceof Value) && isComplete();
		}

		private boolean isLast() {
			return this.position == this.name.getNumberOfElements() - 1;
		}

		/** Return the elements beyond the node, as written. */
		List<String> rest() {
			return elements(this.position, this.name.getNumberOfElements());
		}

		/** Return the name up to an element, which is not included. */
		String prefix(int end) {
			return String.join(".", elements(0, end));
		}

		private List<String> elements(int start, int end) {
			return Stream.iterate(start, (element) -> element < end, (element) -> element + 1)
				.map((element) -> this.name.getElement(element, Form.ORIGINAL))
				.toList();
		}

	}

}
