package io.backpressure.channel.spring.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tags of meters: those that identify a channel or listener, and additional ones. An
 * additional tag is left out, and logged once, if its key would clash with another key in
 * a registry such as that of Prometheus, which replaces characters and reserves some
 * keys. Such a clash would make every scrape fail.
 */
final class MeterTags {

	private static final Log logger = LogFactory.getLog(ChannelMeters.class);

	private static final Set<String> RESERVED = Set.of("channel", "listener", "outcome", "result", "exception", "le",
			"quantile");

	private final ChannelTags further;

	private final Set<String> logged = ConcurrentHashMap.newKeySet();

	MeterTags(ChannelTags further) {
		this.further = further;
	}

	/** Return the identifying tags, and the additional tags of the channel. */
	Tags of(Tags identity, String channelName) {
		Set<String> keys = new HashSet<>(RESERVED);
		List<Tag> tags = new ArrayList<>();
		for (Tag tag : this.further.of(channelName)) {
			if (keys.add(asInPrometheus(tag.getKey()))) {
				tags.add(tag);
			}
			else if (this.logged.add(tag.getKey())) {
				logger.warn("Tag '" + tag.getKey() + "' of channel '" + channelName + "' is left out of its meters: "
						+ "its key is reserved or equals another key in Prometheus (" + asInPrometheus(tag.getKey())
						+ "). Give it another key.");
			}
		}
		return Tags.of(tags).and(identity);
	}

	private static String asInPrometheus(String key) {
		return key.replaceAll("[^a-zA-Z0-9_]", "_").replaceFirst("^[0-9_]+", "_");
	}

}
