package io.backpressure.channel.spring.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.backpressure.channel.spring.support.Suggestion;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;

/**
 * Detection of channels that are declared by mistake: a profile, an environment variable
 * or a system property was meant to override a setting of another channel, but misspells
 * the name of that channel.
 */
final class MisspeltChannels {

	private final Map<String, Channel> channels = new TreeMap<>();

	private MisspeltChannels(Collection<ConfigurationProperty> properties) {
		for (ConfigurationProperty property : properties) {
			ConfigurationPropertyName name = property.getName();
			if (name.getNumberOfElements() > 2 && name.getElement(1, Form.UNIFORM).equals("channels")) {
				this.channels
					.computeIfAbsent(name.getElement(2, Form.UNIFORM),
							(uniform) -> new Channel(name.getElement(2, Form.ORIGINAL), property))
					.add(property);
			}
		}
	}

	/**
	 * Return a warning for each channel without a type whose name is similar to that of a
	 * channel with a type from another source. Also return a warning for each channel
	 * that only environment variables or system properties declare.
	 */
	static List<Problem> check(Collection<ConfigurationProperty> properties) {
		return new MisspeltChannels(properties).check();
	}

	private List<Problem> check() {
		List<Problem> problems = new ArrayList<>();
		for (Channel channel : this.channels.values()) {
			if (channel.typeSource == null) {
				problem(channel).ifPresent(problems::add);
			}
		}
		return problems;
	}

	private Optional<Problem> problem(Channel channel) {
		List<String> typed = this.channels.values()
			.stream()
			.filter((other) -> other.typeSource != null && !channel.sources.contains(other.typeSource))
			.map((other) -> other.name)
			.toList();
		Optional<String> near = Suggestion.nearest(channel.name, typed);
		boolean variablesOnly = channel.sources.stream()
			.allMatch((source) -> source != null && Variables.isSource(source));
		if (near.isEmpty() && !variablesOnly) {
			return Optional.empty();
		}
		return Optional.of(Problem.warning(channel.first,
				"The property declares a channel '" + channel.name + "' without a type."
						+ near.map((name) -> " Did you mean '" + name + "'? If not, add").orElse(" Add")
						+ " backpressure.channels." + channel.name + ".type, for example to application.yml."));
	}

	/**
	 * Channel, with the sources of the properties that are set for it.
	 */
	private static final class Channel {

		private final String name;

		private final ConfigurationProperty first;

		private final Set<@Nullable ConfigurationPropertySource> sources = new HashSet<>();

		private @Nullable ConfigurationPropertySource typeSource;

		Channel(String name, ConfigurationProperty first) {
			this.name = name;
			this.first = first;
		}

		void add(ConfigurationProperty property) {
			this.sources.add(property.getSource());
			if (property.getName().getLastElement(Form.UNIFORM).equals("type")) {
				this.typeSource = property.getSource();
			}
		}

	}

}
