package io.backpressure.channel.spring.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Channel;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Defaults;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Settings;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Match;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Value;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Validation of all properties below {@code backpressure}, before any bean is created
 * from the properties. It checks them one by one, and reports all problems at once, each
 * with its location, reason and remedy. It needs no validation library.
 */
final class ChannelPropertiesChecker {

	private static final Log logger = LogFactory.getLog(ChannelPropertiesChecker.class);

	private final SectionBinder binder;

	private final List<Problem> problems = new ArrayList<>();

	private final Map<String, String> spellings = new HashMap<>();

	/** Entries whose names have already been reported. */
	private final Set<ConfigurationPropertyName> misnamed = new HashSet<>();

	private final Map<ConfigurationPropertyName, ConfigurationProperty> properties = new TreeMap<>();

	private ChannelPropertiesChecker(SectionBinder binder) {
		this.binder = binder;
	}

	/**
	 * Check the properties of an environment, and log warnings.
	 * @throws InvalidChannelPropertiesException if any problem must prevent the start
	 */
	static void check(Environment environment) {
		ChannelPropertiesChecker checker = new ChannelPropertiesChecker(SectionBinder.of(environment));
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			checker.read(source, Variables.isSource(source));
		}
		checker.check();
		Problem.report(checker.problems, logger);
	}

	private void read(ConfigurationPropertySource source, boolean variables) {
		names(source).forEach((name) -> {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null && !Variables.isSetByKubernetes(property)) {
				read(source, property, variables);
			}
		});
	}

	private static Stream<ConfigurationPropertyName> names(ConfigurationPropertySource source) {
		return (source instanceof IterableConfigurationPropertySource iterable)
				? iterable.stream()
					.filter((name) -> PropertyTree.isBelowRoot(name) || name.equals(PropertyTree.ROOT_NAME))
				: Stream.empty();
	}

	private void read(ConfigurationPropertySource source, ConfigurationProperty property, boolean variables) {
		Match match = PropertyTree.match(property.getName());
		if (match.isProperty() || !variables || missing(property.getName()) != null) {
			if (!variables) {
				checkSpelling(property);
			}
			this.properties.putIfAbsent(property.getName(), property);
			return;
		}
		UnknownVariable variable = new UnknownVariable(property, match);
		ConfigurationProperty effective = variable.effective(source, this.binder);
		if (effective != null) {
			this.properties.putIfAbsent(effective.getName(), effective);
		}
		else {
			this.problems.add(Problem.warning(property, variable.explain()));
		}
	}

	private void check() {
		this.properties.forEach(this::checkProperty);
		this.problems.addAll(TagKeys.checkTogether(this.properties.values()));
		this.problems.addAll(MisspeltChannels.check(this.properties.values()));
		if (this.problems.stream().noneMatch(Problem::fatal)) {
			checkTransports();
		}
	}

	private void checkProperty(ConfigurationPropertyName name, ConfigurationProperty property) {
		Match match = PropertyTree.match(name);
		String missing = missing(name);
		if (missing != null) {
			this.problems
				.add(Variables.contains(property) ? Problem.warning(property, missing) : Problem.of(property, missing));
			return;
		}
		String problem = EntryNames.problem(name);
		if (problem != null) {
			if (this.misnamed.add(name.chop(3))) {
				this.problems.add(Problem.of(property, problem));
			}
		}
		else if (match.isProperty() && match.node() instanceof Value value) {
			value.check().check(this.binder.values(), property).ifPresent(this.problems::add);
		}
		else if (!match.isSectionOrMap() || !String.valueOf(property.getValue()).isBlank()) {
			this.problems.add(Problem.of(property, UnknownProperty.explain(match, property.getValue())));
		}
	}

	/**
	 * Return the problem of a property in the section of a transport that is not on the
	 * class path; null for any other property.
	 */
	private static @Nullable String missing(ConfigurationPropertyName name) {
		return (name.getNumberOfElements() > 1) ? Transports.missing(name.getElement(1, Form.UNIFORM)) : null;
	}

	/** Check that the transport of each channel supports the settings of the channel. */
	private void checkTransports() {
		Defaults defaults = this.binder.bind("backpressure.defaults", Defaults.class);
		this.binder.bindEntries("backpressure.channels", Channel.class)
			.forEach((name, channel) -> this.problems
				.addAll(TransportLimits.check(name, new Settings(channel, defaults), this.binder)));
	}

	/**
	 * Check for two names of channels that differ only in hyphens or capitals. The binder
	 * treats such names as one.
	 */
	private void checkSpelling(ConfigurationProperty property) {
		ConfigurationPropertyName name = property.getName();
		if (name.getNumberOfElements() < 3 || !name.getElement(1, Form.UNIFORM).equals("channels")) {
			return;
		}
		String channel = name.getElement(2, Form.ORIGINAL);
		String other = this.spellings.putIfAbsent(name.getElement(2, Form.UNIFORM), channel);
		if (other != null && !other.equals(channel)) {
			this.problems.add(Problem.of(property, "The names '" + other + "' and '" + channel
					+ "' differ only in hyphens or capitals, which makes them one name. Rename one of the channels."));
		}
	}

}
