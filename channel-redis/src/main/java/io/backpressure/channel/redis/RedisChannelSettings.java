package io.backpressure.channel.redis;

import java.time.Duration;

/**
 * Settings of channels on Redis beyond those that all channels have.
 *
 * @param keyPrefix the beginning of all keys
 * @param visibilityTimeout how long a value may stay unacknowledged by an instance that
 * does not renew it, before another instance receives it
 * @param maxDeliveries how often a value is delivered before it is given up
 * @param commandTimeout how long a call waits for an answer of Redis
 */
public record RedisChannelSettings(String keyPrefix, Duration visibilityTimeout, int maxDeliveries,
		Duration commandTimeout) {

	/** The default settings. */
	public static final RedisChannelSettings DEFAULTS = new RedisChannelSettings("bpc", Duration.ofSeconds(30), 5,
			Duration.ofSeconds(2));

}
