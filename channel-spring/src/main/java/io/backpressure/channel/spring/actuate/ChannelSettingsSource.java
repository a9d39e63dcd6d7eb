package io.backpressure.channel.spring.actuate;

import java.util.Map;

import io.backpressure.channel.BackpressureChannel;

/**
 * Source of the settings that are in effect for a channel, with their origins.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChannelSettingsSource {

	/**
	 * Return the settings of a channel.
	 * @param channel the channel
	 * @return the settings by property name, in a fixed order
	 */
	Map<String, ChannelSetting> settings(BackpressureChannel<?> channel);

}
