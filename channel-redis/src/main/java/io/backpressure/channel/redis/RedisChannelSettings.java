package io.backpressure.channel.redis;

import java.time.Duration;

/**
 * Settings of a channel that are specific to Redis.
 *
 * @param keyPrefix the prefix of all keys in Redis
 * @param visibilityTimeout the time after which a received value is redelivered if the
 * instance that received it has neither acknowledged nor renewed it
 * @param maxDeliveries the maximum number of deliveries of a value to a listener
 * @param commandTimeout the longest time that a call waits for a reply from Redis
 * @since 0.1.0
 */
public record RedisChannelSettings(String keyPrefix, Duration visibilityTimeout, int maxDeliveries,
		Duration commandTimeout) {

	/** The default settings. */
	public static final RedisChannelSettings DEFAULTS = new RedisChannelSettings("bpc", Duration.ofSeconds(30), 5,
			Duration.ofSeconds(2));

}
