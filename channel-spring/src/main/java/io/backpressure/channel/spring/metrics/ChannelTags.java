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
	 * @return the tags. Use the same keys for all channels: if meters of one name have
	 * different keys, older versions of Micrometer export to Prometheus only the meters
	 * that have the keys of the first meter
	 */
	Tags of(String channelName);

}
