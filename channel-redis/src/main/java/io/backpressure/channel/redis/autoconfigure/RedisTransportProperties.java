package io.backpressure.channel.redis.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.backpressure.channel.redis.RedisChannelSettings;
import io.backpressure.channel.redis.RedisTransportException;
import io.backpressure.channel.spring.autoconfigure.SectionBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Properties of channels whose transport is Redis.
 *
 * @param keyPrefix Prefix of all keys in Redis. Applications with the same prefix share
 * the channels of the same name. Defaults to spring.application.name, or to bpc if that
 * is not set.
 * @param commandTimeout Longest time to wait for a reply from Redis. A send or receive
 * with a time limit may exceed the limit by this time.
 * @param visibilityTimeout Time after which a received value is redelivered, unless the
 * instance that received it has acknowledged or renewed it.
 * @param maxDeliveries Maximum number of deliveries of a value to a listener before it
 * goes to the error handler or dead-letter channel.
 * @param channels Settings of individual channels, by name, that override those of all
 * channels.
 */
@ConfigurationProperties("backpressure.redis")
record RedisTransportProperties(@Nullable String keyPrefix, @DefaultValue("2s") Duration commandTimeout,
		@DefaultValue("30s") Duration visibilityTimeout, @DefaultValue("5") int maxDeliveries,
		@DefaultValue Map<String, Channel> channels) {

	/**
	 * Return the settings of a channel.
	 * @param applicationName the prefix of keys if no other prefix is set, possibly empty
	 */
	RedisChannelSettings settings(String channel, String applicationName) {
		Channel own = this.channels.getOrDefault(channel, Channel.NONE);
		return new RedisChannelSettings(prefix(applicationName),
				(own.visibilityTimeout() != null) ? own.visibilityTimeout() : this.visibilityTimeout,
				(own.maxDeliveries() != null) ? own.maxDeliveries() : this.maxDeliveries, this.commandTimeout);
	}

	private String prefix(String applicationName) {
		if (this.keyPrefix != null) {
			return this.keyPrefix;
		}
		if (applicationName.isBlank()) {
			return RedisChannelSettings.DEFAULTS.keyPrefix();
		}
		if (applicationName.contains("{") || applicationName.contains("}")) {
			throw new RedisTransportException(
					"spring.application.name '" + applicationName + "' cannot be the prefix of keys in Redis.",
					"Set backpressure.redis.key-prefix to a text without braces.", null);
		}
		return applicationName;
	}

	/**
	 * Bind the properties of an environment. Their values have already been checked,
	 * together with all other properties of channels.
	 */
	static RedisTransportProperties of(Environment environment) {
		SectionBinder binder = SectionBinder.of(environment);
		RedisTransportProperties bound = binder.bind("backpressure.redis", RedisTransportProperties.class);
		return new RedisTransportProperties(bound.keyPrefix(), bound.commandTimeout(), bound.visibilityTimeout(),
				bound.maxDeliveries(), binder.bindEntries("backpressure.redis.channels", Channel.class));
	}

	/**
	 * Settings of one channel that override those of all channels.
	 *
	 * @param visibilityTimeout Time after which a received value is redelivered, unless
	 * the instance that received it has acknowledged or renewed it.
	 * @param maxDeliveries Maximum number of deliveries of a value to a listener.
	 */
	public record Channel(@Nullable Duration visibilityTimeout, @Nullable Integer maxDeliveries) {

		static final Channel NONE = new Channel(null, null);

	}

}
