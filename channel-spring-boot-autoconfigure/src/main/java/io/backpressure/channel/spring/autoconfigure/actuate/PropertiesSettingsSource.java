package io.backpressure.channel.spring.autoconfigure.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.actuate.ChannelSetting;
import io.backpressure.channel.spring.actuate.ChannelSettingsSource;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties;
import io.backpressure.channel.spring.monitor.UtilizationLimit;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Source of channel settings that compares the properties with each channel. If the
 * channel has another value than the properties, code has set the value.
 */
class PropertiesSettingsSource implements ChannelSettingsSource {

	private final ChannelProperties properties;

	private final Environment environment;

	PropertiesSettingsSource(ChannelProperties properties, Environment environment) {
		this.properties = properties;
		this.environment = environment;
	}

	@Override
	public Map<String, ChannelSetting> settings(BackpressureChannel<?> channel) {
		Map<String, ChannelSetting> all = new LinkedHashMap<>();
		this.properties.effective(channel.name())
			.report(channel, (key, value, actual) -> all.put(key, setting(channel.name(), key, value, actual)));
		return all;
	}

	private ChannelSetting setting(String channel, String key, @Nullable Object value, @Nullable Object actual) {
		if (actual != null && !Objects.equals(value, actual)) {
			boolean declared = this.properties.channels().containsKey(channel);
			return new ChannelSetting(text(actual),
					declared ? ChannelSetting.Source.CUSTOMIZER : ChannelSetting.Source.CODE, null);
		}
		ConfigurationProperty property = find("backpressure.channels." + channel + "." + key);
		if (property != null) {
			return new ChannelSetting(text(value), ChannelSetting.Source.CHANNEL, origin(property));
		}
		property = find("backpressure.defaults." + key);
		if (property != null) {
			return new ChannelSetting(text(value), ChannelSetting.Source.DEFAULTS, origin(property));
		}
		return new ChannelSetting(text(value), ChannelSetting.Source.BUILT_IN, null);
	}

	private @Nullable ConfigurationProperty find(String key) {
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	private static @Nullable String origin(ConfigurationProperty property) {
		return (property.getOrigin() != null) ? property.getOrigin().toString() : null;
	}

	/** Return a value as it would be written in the properties. */
	private static @Nullable Object text(@Nullable Object value) {
		if (value instanceof Duration duration) {
			return duration.isZero() ? "0s" : DurationFormatterUtils.print(duration, DurationFormat.Style.COMPOSITE);
		}
		if (value instanceof Enum<?> constant) {
			return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
		}
		return (value instanceof UtilizationLimit limit) ? limit.toString() : value;
	}

}
