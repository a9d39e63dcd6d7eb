package io.backpressure.channel.redis.autoconfigure;

import java.time.Duration;

import io.backpressure.channel.spring.TransportDescription;
import org.jspecify.annotations.Nullable;

/**
 * Description of the transport {@code redis}, with the rules for its properties.
 */
class RedisTransportDescription implements TransportDescription {

	/** Shortest visibility timeout that leaves time to renew unacknowledged values. */
	private static final Duration LEAST_VISIBILITY = Duration.ofMillis(300);

	@Override
	public String name() {
		return "redis";
	}

	@Override
	public Class<? extends Record> properties() {
		return RedisTransportProperties.class;
	}

	@Override
	public @Nullable String problem(String key, Object value) {
		return switch (key) {
			case "key-prefix" -> value.toString().matches("[^{}]*") ? null
					: "'" + value + "' has braces, which select the hash slot of a key. Leave them out.";
			case "command-timeout" -> atLeast(Duration.ofMillis(1), (Duration) value);
			case "visibility-timeout" -> atLeast(LEAST_VISIBILITY, (Duration) value);
			case "max-deliveries" ->
				((Integer) value >= 1) ? null : value + " is too small. Write a whole number of at least 1.";
			default -> null;
		};
	}

	private static @Nullable String atLeast(Duration least, Duration value) {
		return (value.compareTo(least) >= 0) ? null : "The duration must be at least " + least.toMillis() + "ms.";
	}

}
