package io.backpressure.channel.spring.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.backpressure.channel.spring.autoconfigure.PropertyNode.Entries;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Match;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Section;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Value;
import io.backpressure.channel.spring.support.Suggestion;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;

/**
 * Environment variable or system property below {@code backpressure} that is none of the
 * known properties. The name of an environment variable omits the hyphens of the
 * property. A variable with an underscore in place of a hyphen has, with few exceptions,
 * no effect.
 */
final class UnknownVariable {

	private final ConfigurationProperty property;

	private final Match match;

	private final @Nullable String variable;

	UnknownVariable(ConfigurationProperty property, Match match) {
		this.property = property;
		this.match = match;
		this.variable = Variables.name(property);
	}

	/**
	 * Return the property that the variable sets although its name has an underscore for
	 * each hyphen. Spring Boot looks up such names, too.
	 * @return the property, or {@code null} if the variable has no effect
	 */
	@Nullable ConfigurationProperty effective(ConfigurationPropertySource source, SectionBinder binder) {
		return candidates(PropertyTree.ROOT,
				letters(this.property.getName().toString()).substring("backpressure".length()), "backpressure", binder)
			.map((name) -> source.getConfigurationProperty(ConfigurationPropertyName.of(name)))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return the properties whose names consist of the given letters, with any
	 * separators.
	 * @param binder finds the names of declared channels and listeners; {@code null} to
	 * ignore them
	 */
	private static Stream<String> candidates(PropertyNode node, String letters, String path,
			@Nullable SectionBinder binder) {
		if (node instanceof Section section) {
			return section.children()
				.entrySet()
				.stream()
				.filter((child) -> letters.startsWith(letters(child.getKey())))
				.flatMap((child) -> candidates(child.getValue(), letters.substring(letters(child.getKey()).length()),
						path + "." + child.getKey(), binder));
		}
		if (node instanceof Entries entries && entries.entry() instanceof Section section) {
			Collection<String> declared = (binder != null) ? binder.entryNames(path) : List.of();
			return Stream.concat(
					declared.stream()
						.filter((name) -> letters.startsWith(letters(name)))
						.flatMap((name) -> candidates(section, letters.substring(letters(name).length()),
								path + "." + name, binder)),
					section.keys()
						.stream()
						.filter((key) -> letters.endsWith(letters(key)) && letters.length() > letters(key).length())
						.map((key) -> path + "." + letters.substring(0, letters.length() - letters(key).length()) + "."
								+ key)
						.filter((name) -> ConfigurationPropertyName.isValid(name)));
		}
		return (node instanceof Value && letters.isEmpty()) ? Stream.of(path) : Stream.empty();
	}

	private static String letters(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	/**
	 * Return a message that names the property that was probably meant.
	 */
	String explain() {
		String kind = (this.variable != null) ? "environment variable " + this.variable : "system property";
		return "The " + kind + " has no effect, since there is no such property."
				+ meant().map((name) -> " Write " + spelling(name) + ".").orElse("");
	}

	private Optional<String> meant() {
		String letters = letters(this.property.getName().toString()).substring("backpressure".length());
		return candidates(PropertyTree.ROOT, letters, "backpressure", null).findFirst()
			.or(this::misspelt)
			.or(() -> (this.match.node() instanceof Section) ? MisplacedProperty.find(this.match) : Optional.empty());
	}

	private Optional<String> misspelt() {
		if (!(this.match.node() instanceof Section section)) {
			return Optional.empty();
		}
		String prefix = this.match.prefix(this.match.position());
		List<String> rest = this.match.rest();
		return Suggestion
			.nearest(letters(String.join("", rest)), section.keys().stream().map(UnknownVariable::letters).toList())
			.flatMap((near) -> section.keys().stream().filter((key) -> letters(key).equals(near)).findFirst())
			.or(() -> (rest.size() > 1) ? Suggestion.nearest(rest.get(0), section.children().keySet())
				.map((near) -> near + "." + String.join(".", rest.subList(1, rest.size()))) : Optional.empty())
			.map((key) -> prefix + "." + key);
	}

	private String spelling(String name) {
		return (this.variable != null) ? name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT) : name;
	}

}
