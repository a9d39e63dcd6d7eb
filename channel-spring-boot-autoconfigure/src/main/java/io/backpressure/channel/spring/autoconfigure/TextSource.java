package io.backpressure.channel.spring.autoconfigure;

import java.math.BigDecimal;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * View of a property source. Below {@code backpressure}, the view contains only known
 * properties, and their numbers and booleans are text. YAML yields numbers and booleans,
 * but most value types have a converter only from text.
 */
class TextSource implements ConfigurationPropertySource {

	private final ConfigurationPropertySource source;

	TextSource(ConfigurationPropertySource source) {
		this.source = source;
	}

	static ConfigurationPropertySource of(ConfigurationPropertySource source) {
		return (source instanceof IterableConfigurationPropertySource iterable) ? new IterableTextSource(iterable)
				: new TextSource(source);
	}

	/**
	 * Return a number or a boolean as it would be written in a properties file, and any
	 * other value unchanged.
	 */
	static Object text(Object value) {
		if (value instanceof Double number && !number.isInfinite() && !number.isNaN()) {
			return new BigDecimal(number.toString()).toPlainString();
		}
		return (value instanceof Number || value instanceof Boolean) ? value.toString() : value;
	}

	@Override
	public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
		if (!PropertyTree.isBelowRoot(name)) {
			return this.source.getConfigurationProperty(name);
		}
		ConfigurationProperty property = PropertyTree.match(name).isProperty()
				? this.source.getConfigurationProperty(name) : null;
		return (property != null && !Variables.isSetByKubernetes(property))
				? new ConfigurationProperty(name, text(property.getValue()), property.getOrigin()) : null;
	}

	@Override
	public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
		return this.source.containsDescendantOf(name);
	}

	@Override
	public @Nullable Object getUnderlyingSource() {
		return this.source.getUnderlyingSource();
	}

	/**
	 * View of a source whose names can be enumerated.
	 */
	private static final class IterableTextSource extends TextSource implements IterableConfigurationPropertySource {

		private final IterableConfigurationPropertySource source;

		private final boolean variables;

		IterableTextSource(IterableConfigurationPropertySource source) {
			super(source);
			this.source = source;
			this.variables = Variables.isSource(source);
		}

		@Override
		public Stream<ConfigurationPropertyName> stream() {
			return this.variables ? this.source.stream().filter(this::isVisible) : this.source.stream();
		}

		private boolean isVisible(ConfigurationPropertyName name) {
			return !PropertyTree.isBelowRoot(name) || getConfigurationProperty(name) != null;
		}

		@Override
		public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
			return super.containsDescendantOf(name);
		}

	}

}
