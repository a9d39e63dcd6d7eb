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
	 * @return the tags; use the same keys for all channels, since older versions of
	 * Micrometer export only those meters of one name to Prometheus that have the same
	 * keys as the first one
	 */
	Tags of(String channelName);

}
