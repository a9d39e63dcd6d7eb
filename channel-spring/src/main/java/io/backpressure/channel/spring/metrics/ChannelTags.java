package io.backpressure.channel.spring.metrics;

import io.micrometer.core.instrument.Tags;

/**
 * Source of additional tags for the meters of a channel. A bean of this type replaces the
 * one that reads {@code tags} from the properties.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChannelTags {

	/**
	 * Return the additional tags of a channel.
	 * @param channelName the name of the channel
	 * @return the tags; the keys must be the same for all channels, since registries such
	 * as that of Prometheus reject meters of one name with different keys
	 */
	Tags of(String channelName);

}
