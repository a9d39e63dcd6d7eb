package io.backpressure.channel.spring.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import io.backpressure.channel.spring.TransportDescription;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Entries;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Section;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

/**
 * Transports on the class path, with the sections of their properties. Also names the
 * artifact to add for a known transport that is not on the class path.
 */
final class Transports {

	/**
	 * Location of the files that list the artifacts of transports, by the names of the
	 * transports.
	 */
	static final String ARTIFACTS_LOCATION = "META-INF/backpressure/transports.properties";

	private static final List<TransportDescription> DESCRIPTIONS = SpringFactoriesLoader
		.loadFactories(TransportDescription.class, Transports.class.getClassLoader());

	private static final Properties ARTIFACTS = artifacts();

	/** Sections below the root, by the names of the transports. */
	static final Map<String, Section> SECTIONS = sections();

	private Transports() {
	}

	/**
	 * Return the sections in which transports have settings of a single channel, by the
	 * names of the maps that contain these sections.
	 */
	static Map<String, Section> channels() {
		Map<String, Section> channels = new LinkedHashMap<>();
		SECTIONS.forEach((transport, section) -> {
			if (section.children().get("channels") instanceof Entries entries
					&& entries.entry() instanceof Section channel) {
				channels.put("backpressure." + transport + ".channels", channel);
			}
		});
		return channels;
	}

	/**
	 * Return the reasons why the channels of a transport do not support certain settings,
	 * by the key of the setting.
	 * @param transport the name of the transport; {@code null} or an unknown name for the
	 * default reasons
	 */
	static Map<String, String> limits(@Nullable String transport) {
		return DESCRIPTIONS.stream()
			.filter((description) -> description.name().equals(transport))
			.findFirst()
			.map(TransportDescription::limits)
			.orElse(TransportDescription.LIMITS);
	}

	/**
	 * Return the problem of a transport that is known but not on the class path, or null.
	 */
	static @Nullable String missing(String transport) {
		String artifact = ARTIFACTS.getProperty(transport);
		return (artifact != null && !SECTIONS.containsKey(transport)) ? Check.needs(artifact) : null;
	}

	private static Properties artifacts() {
		try {
			return PropertiesLoaderUtils.loadAllProperties(ARTIFACTS_LOCATION, Transports.class.getClassLoader());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, Section> sections() {
		Map<String, Section> sections = new LinkedHashMap<>();
		for (TransportDescription description : DESCRIPTIONS) {
			sections.put(description.name(), section(description, description.properties()));
		}
		return sections;
	}

	private static Section section(TransportDescription description, Class<?> properties) {
		Map<String, PropertyNode> nodes = new LinkedHashMap<>();
		for (RecordComponent component : properties.getRecordComponents()) {
			String key = DataObjectPropertyName.toDashedForm(component.getName());
			nodes.put(key, node(description, key, component));
		}
		return new Section(nodes);
	}

	private static PropertyNode node(TransportDescription description, String key, RecordComponent component) {
		if (component.getGenericType() instanceof ParameterizedType map
				&& map.getActualTypeArguments()[1] instanceof Class<?> entry) {
			return new Entries(section(description, entry));
		}
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(component.getType());
		return PropertyNode.value(Check.of(type, (value) -> description.problem(key, value)));
	}

}
