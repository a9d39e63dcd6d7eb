package io.backpressure.channel.spring.metrics;

import io.micrometer.core.instrument.Tags;

/**
 * Says which tags the meters of a channel have besides their own. A bean of this type
 * replaces the one that reads {@code tags} of the properties.
 */
@FunctionalInterface
public interface ChannelTags {

	/**
	 * Return the further tags of a channel.
	 * @param channelName the name of the channel
	 * @return the tags; the keys have to be the same for all channels, since registries
	 * such as that of Prometheus refuse meters of one name with different keys
	 */
	Tags of(String channelName);

}
