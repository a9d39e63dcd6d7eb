package io.backpressure.channel.spring.monitor;

/**
 * Says what a channel is watched for.
 */
@FunctionalInterface
public interface WatchSettingsResolver {

	/**
	 * Return what a channel is watched for.
	 * @param channelName the name of the channel
	 * @return its settings
	 */
	WatchSettings resolve(String channelName);

}
