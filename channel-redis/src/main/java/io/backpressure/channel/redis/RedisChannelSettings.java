package io.backpressure.channel.redis;

import java.time.Duration;

/**
 * How channels on Redis behave beyond what all channels have in common.
 *
 * @param keyPrefix the beginning of all keys
 * @param visibilityTimeout how long a value may stay unacknowledged by an instance that
 * does not say that it is still at work, before another gets it
 * @param maxDeliveries how often a value is delivered before it is given up
 * @param commandTimeout how long an answer of Redis is waited for
 */
public record RedisChannelSettings(String keyPrefix, Duration visibilityTimeout, int maxDeliveries,
		Duration commandTimeout) {

	/** What is used if nothing is said. */
	public static final RedisChannelSettings DEFAULTS = new RedisChannelSettings("bpc", Duration.ofSeconds(30), 5,
			Duration.ofSeconds(2));

}
