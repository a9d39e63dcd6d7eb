package io.backpressure.channel.spring.autoconfigure.metrics;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.backpressure.channel.spring.autoconfigure.ChannelProperties;
import io.backpressure.channel.spring.metrics.ChannelTags;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;

/**
 * Source of tags that reads them from the properties. Each channel has the keys of all
 * channels. The reason is that older versions of Micrometer export meters with the same
 * name to Prometheus only if the meters also have the same keys. The value of a key that
 * a channel does not set is {@code none}.
 */
class PropertiesChannelTags implements ChannelTags {

	private static final String NONE = "none";

	private final ChannelProperties properties;

	private final Set<String> keys;

	PropertiesChannelTags(ChannelProperties properties) {
		this.properties = properties;
		this.keys = new TreeSet<>(properties.defaults().tags().keySet());
		properties.channels().values().forEach((channel) -> this.keys.addAll(channel.tags().keySet()));
	}

	@Override
	public Tags of(String channelName) {
		Map<String, String> tags = this.properties.effective(channelName).tags();
		return Tags.of(this.keys.stream().map((key) -> Tag.of(key, tags.getOrDefault(key, NONE))).toList());
	}

}
