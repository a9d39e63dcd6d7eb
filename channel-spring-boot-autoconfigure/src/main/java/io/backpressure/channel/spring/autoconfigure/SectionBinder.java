package io.backpressure.channel.spring.autoconfigure;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Binder for sections of the properties below {@code backpressure}. It differs from a
 * plain {@link Binder} in three ways. A value is read as text, whatever scalar type YAML
 * has given it. An environment variable or system property that names none of the known
 * properties is ignored. An entry of a map is found by every spelling of its name, so an
 * environment variable, whose name cannot contain hyphens, can set the entry.
 *
 * @since 0.1.0
 */
public final class SectionBinder {

	static final Comparator<String> BY_SPELLING = Comparator.comparing(ChannelNames::uniform);

	private final List<ConfigurationPropertySource> sources;

	private final Binder binder;

	private SectionBinder(List<ConfigurationPropertySource> sources, Environment environment) {
		this.sources = sources;
		this.binder = new Binder(sources, new PropertySourcesPlaceholdersResolver(environment));
	}

	/**
	 * Create a binder for the properties of an environment.
	 * @param environment the environment
	 * @return the binder
	 */
	public static SectionBinder of(Environment environment) {
		return new SectionBinder(
				StreamSupport.stream(ConfigurationPropertySources.get(environment).spliterator(), false)
					.map(TextSource::of)
					.toList(),
				environment);
	}

	/**
	 * Bind a section.
	 * @param <T> the type of the section
	 * @param name the name of the section, such as {@code backpressure.defaults}
	 * @param type the type of the section
	 * @return the section, with its default values if none of its properties is set
	 */
	public <T> T bind(String name, Class<T> type) {
		return this.binder.bindOrCreate(name, type);
	}

	/**
	 * Bind a map of sections.
	 * @param <T> the type of each section
	 * @param name the name of the map, such as {@code backpressure.channels}
	 * @param type the type of each section
	 * @return the sections by name, found by every spelling: the entry {@code euorders}
	 * is also found as {@code eu-orders}
	 */
	public <T> Map<String, T> bindEntries(String name, Class<T> type) {
		Map<String, T> sections = new TreeMap<>(BY_SPELLING);
		entries(name).forEach((entry) -> sections.put(entry.getLastElement(Form.ORIGINAL),
				this.binder.bindOrCreate(entry, Bindable.of(type), null)));
		return sections;
	}

	/** Return the names of the entries of a map, each in one spelling. */
	List<String> entryNames(String map) {
		return entries(map).stream().map((entry) -> entry.getLastElement(Form.ORIGINAL)).toList();
	}

	/**
	 * Return the full names of the entries of a map, including entries without settings.
	 */
	private Collection<ConfigurationPropertyName> entries(String map) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(map);
		int size = name.getNumberOfElements() + 1;
		Map<String, ConfigurationPropertyName> entries = new TreeMap<>(BY_SPELLING);
		this.sources.stream()
			.filter(IterableConfigurationPropertySource.class::isInstance)
			.flatMap((source) -> ((IterableConfigurationPropertySource) source).stream())
			.filter(name::isAncestorOf)
			.map((property) -> property.chop(size))
			.forEach((entry) -> entries.merge(entry.getLastElement(Form.ORIGINAL), entry, SectionBinder::longer));
		return entries.values();
	}

	/**
	 * Return the longer of two spellings. It has the hyphens that the name of an
	 * environment variable omits.
	 */
	private static ConfigurationPropertyName longer(ConfigurationPropertyName one, ConfigurationPropertyName other) {
		return (one.getLastElement(Form.ORIGINAL).length() >= other.getLastElement(Form.ORIGINAL).length()) ? one
				: other;
	}

	/**
	 * Return one property of each entry of a map, by the names of the entries.
	 */
	Map<String, ConfigurationProperty> entryProperties(String map) {
		Map<String, ConfigurationProperty> properties = new TreeMap<>(BY_SPELLING);
		ConfigurationPropertyName name = ConfigurationPropertyName.of(map);
		int position = name.getNumberOfElements();
		for (ConfigurationPropertySource source : this.sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream().filter(name::isAncestorOf).forEach((found) -> {
					ConfigurationProperty property = source.getConfigurationProperty(found);
					if (property != null) {
						properties.putIfAbsent(found.getElement(position, Form.ORIGINAL), property);
					}
				});
			}
		}
		return properties;
	}

	/**
	 * Find the property that sets a key of a channel: in the section of the channel, by
	 * any spelling of its name, or in the defaults.
	 * @return the property, or {@code null} if the key is set in neither
	 */
	@Nullable ConfigurationProperty findForChannel(String channel, String key) {
		ConfigurationProperty own = find("backpressure.channels." + channel + "." + key);
		return (own != null) ? own : find("backpressure.defaults." + key);
	}

	private @Nullable ConfigurationProperty find(String name) {
		ConfigurationPropertyName valid = ConfigurationPropertyName.ofIfValid(name);
		return (valid != null) ? this.sources.stream()
			.map((source) -> source.getConfigurationProperty(valid))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null) : null;
	}

	/**
	 * Return the binder for single values.
	 */
	Binder values() {
		return this.binder;
	}

}
