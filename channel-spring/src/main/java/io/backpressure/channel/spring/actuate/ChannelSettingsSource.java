package io.backpressure.channel.spring.actuate;

import java.util.Map;

import io.backpressure.channel.BackpressureChannel;

/**
 * Says which settings of a channel are in effect, and where they come from.
 */
@FunctionalInterface
public interface ChannelSettingsSource {

	/**
	 * Return the settings of a channel.
	 * @param channel the channel
	 * @return the settings by the names of the properties, in a fixed order
	 */
	Map<String, ChannelSetting> settings(BackpressureChannel<?> channel);

}
