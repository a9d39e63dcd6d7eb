package io.backpressure.channel.spring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.backpressure.channel.spring.autoconfigure.PropertyNode.Entries;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Match;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Section;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Value;
import io.backpressure.channel.spring.support.Suggestion;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Explanation for an unknown property. It names the property that was probably meant, or
 * the section to which the key belongs.
 */
final class UnknownProperty {

	/**
	 * Names that other libraries use for settings, mapped to the keys of this library.
	 */
	private static final Map<String, String> SYNONYMS = Map.ofEntries(Map.entry("capacity", "buffer-size"),
			Map.entry("size", "buffer-size"), Map.entry("max-size", "buffer-size"),
			Map.entry("queue-size", "buffer-size"), Map.entry("queue-capacity", "buffer-size"),
			Map.entry("buffer", "buffer-size"), Map.entry("overflow", "strategy"),
			Map.entry("overflow-strategy", "strategy"), Map.entry("overflow-policy", "strategy"),
			Map.entry("policy", "strategy"), Map.entry("mode", "strategy"), Map.entry("on-full", "strategy"),
			Map.entry("class", "type"), Map.entry("element-type", "type"), Map.entry("value-type", "type"),
			Map.entry("timeout", "send-timeout"), Map.entry("threads", "concurrency"), Map.entry("dlq", "dead-letter"),
			Map.entry("dead-letter-channel", "dead-letter"), Map.entry("output", "send-to"),
			Map.entry("max-retries", "retry.max-retries"), Map.entry("retries", "retry.max-retries"),
			Map.entry("retry.backoff", "retry.delay"), Map.entry("retry.initial-interval", "retry.delay"),
			Map.entry("retry.max-interval", "retry.max-delay"));

	private static final Set<String> ATTEMPTS = Set.of("retry.max-attempts", "retry.attempts", "max-attempts",
			"attempts");

	/** Number of elements of a name such as {@code backpressure.channels.orders}. */
	private static final int DECLARED_CHANNEL = 3;

	private final Match match;

	private final Object value;

	private UnknownProperty(Match match, Object value) {
		this.match = match;
		this.value = value;
	}

	/**
	 * Explain a name that does not lead to a property.
	 */
	static String explain(Match match, Object value) {
		return new UnknownProperty(match, value).explain();
	}

	private String explain() {
		if (this.match.node() instanceof Value property) {
			return "'" + lastOf(this.match.prefix(this.match.position())) + "' takes a "
					+ (property.list() ? "list of values" : "single value") + ". Write it after the key.";
		}
		if (this.match.isSectionOrMap()) {
			return (this.match.node() instanceof Section section) ? valueOfSection(section) : valueOfMap();
		}
		return unknownKey();
	}

	/** Explain a value that was written where settings are expected. */
	private String valueOfSection(Section section) {
		String name = this.match.prefix(this.match.position());
		List<String> keys = section.keys();
		String likely = likely(keys).map((key) -> " Did you mean " + name + "." + key + ": " + this.value + "?")
			.orElse("");
		return "'" + lastOf(name) + "' takes no value. Write its settings below it." + likely + " Valid keys: "
				+ String.join(", ", keys(section)) + ".";
	}

	/** Return the setting that a value was probably meant for. */
	private Optional<String> likely(List<String> keys) {
		boolean number = String.valueOf(this.value).matches("\\d+");
		return Stream
			.of("enabled", "mode", "high", "utilization-above", "max-retries", number ? "buffer-size" : "type",
					"concurrency")
			.filter(keys::contains)
			.filter((key) -> keys.size() < PropertyTree.ROOT.keys().size())
			.findFirst();
	}

	private String valueOfMap() {
		String name = this.match.prefix(this.match.position());
		return "'" + lastOf(name) + "' takes no value. Write " + example(name) + " below it, "
				+ (hasPlainValues() ? "each with its value." : "and their settings below each.");
	}

	private boolean hasPlainValues() {
		return this.match.node() instanceof Entries entries && entries.entry() instanceof Value;
	}

	private static String example(String map) {
		return switch (lastOf(map)) {
			case "listeners" -> "the ids of listeners";
			case "tags" -> "the keys of tags";
			default -> "the names of channels";
		};
	}

	private String unknownKey() {
		Match start = start();
		Section section = (Section) start.node();
		String key = String.join(".", hasMapsOfSections(section) ? start.rest().subList(0, 1) : start.rest());
		List<String> valid = keys(section);
		return dots(start, section).or(() -> attempts(key, valid))
			.or(() -> synonym(key, valid))
			.or(() -> Suggestion.nearest(key, valid).isPresent() ? Optional.empty() : misplaced(key))
			.orElseGet(() -> "There is no such property: '" + key + "'." + Suggestion.of(key, valid));
	}

	/**
	 * Return a match for the section whose keys the message lists. It is the outermost
	 * section on the path of the name that contains no map of sections. If there is no
	 * such section, return the original match.
	 */
	private Match start() {
		ConfigurationPropertyName name = this.match.name();
		for (int size = 1; size < this.match.position(); size++) {
			Match part = PropertyTree.match(name.chop(size));
			if (part.isSectionOrMap() && part.node() instanceof Section section && !hasMapsOfSections(section)) {
				return new Match(section, size, name);
			}
		}
		return this.match;
	}

	private Optional<String> misplaced(String key) {
		return MisplacedProperty.find(this.match)
			.map((name) -> "There is no such property here: '" + key + "'. Write it as " + name + ".");
	}

	/**
	 * Return all keys at any depth below a section, or only those directly below it if it
	 * contains maps of sections.
	 */
	private static List<String> keys(Section section) {
		return hasMapsOfSections(section) ? List.copyOf(section.children().keySet()) : section.keys();
	}

	private static boolean hasMapsOfSections(Section section) {
		return section.children()
			.values()
			.stream()
			.anyMatch((child) -> child instanceof Entries entries && entries.entry() instanceof Section);
	}

	/**
	 * Explain a dot in the name of an entry, which splits the name into two elements. A
	 * listener, or a channel bean, may have such a name; a declared channel may not.
	 */
	private Optional<String> dots(Match start, Section section) {
		List<String> rest = start.rest();
		for (int length = 1; isEntry(start) && length < rest.size(); length++) {
			if (section.keys().contains(String.join(".", rest.subList(length, rest.size())))) {
				String name = lastOf(start.prefix(start.position())) + "." + String.join(".", rest.subList(0, length));
				boolean declared = start.position() == DECLARED_CHANNEL;
				return Optional.of("'" + name + "' contains a dot. Dots separate the parts of a property name. "
						+ (declared
								? "The name of a declared channel cannot contain them, not even in brackets. Write '"
										+ name.replace('.', '-') + "'."
								: "Put a name that contains dots in brackets: '[" + name + "]'."));
			}
		}
		return Optional.empty();
	}

	private static boolean isEntry(Match start) {
		return PropertyTree.match(start.name().chop(start.position() - 1)).node() instanceof Entries;
	}

	private static Optional<String> attempts(String key, List<String> valid) {
		return (ATTEMPTS.contains(key) && valid.contains("retry.max-retries"))
				? Optional.of("There is no such property: '" + key
						+ "'. Write retry.max-retries, and subtract one: it does not count the first call.")
				: Optional.empty();
	}

	private static Optional<String> synonym(String key, List<String> valid) {
		String meant = SYNONYMS.get(key);
		return (meant != null && valid.contains(meant))
				? Optional.of("There is no such property: '" + key + "'. Write " + meant + ".") : Optional.empty();
	}

	private static String lastOf(String name) {
		return name.substring(name.lastIndexOf('.') + 1);
	}

}
