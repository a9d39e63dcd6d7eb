package io.backpressure.channel.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.backpressure.channel.BackpressureStrategy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of channels.
 *
 * @param enabled Whether channels are declared, and found in the application context.
 * @param defaults What every channel inherits.
 * @param channels Channels by their names: lower-case letters, digits and hyphens.
 * @param events Events that are published of what happens to channels.
 */
@ConfigurationProperties("backpressure")
public record ChannelProperties(@DefaultValue("true") boolean enabled, @DefaultValue Defaults defaults,
		@DefaultValue Map<String, Channel> channels, @DefaultValue Events events) {

	/**
	 * Return a channel with what it does not set filled in from the defaults.
	 * @param name the name of the channel, declared or not
	 * @return the effective settings
	 */
	Defaults effective(String name) {
		Channel channel = this.channels.get(name);
		return (channel != null) ? channel.withDefaults(this.defaults) : this.defaults;
	}

	/**
	 * What every channel inherits.
	 *
	 * @param bufferSize Number of values that a channel holds before it is full.
	 * @param strategy What a send does when the channel is full.
	 * @param sendTimeout Longest time that a send may wait for room; zero for no limit.
	 * @param receiveTimeout Longest time that a receive may wait for a value; zero for no
	 * limit.
	 */
	public record Defaults(@DefaultValue("100") int bufferSize, @DefaultValue("block") BackpressureStrategy strategy,
			@DefaultValue("0s") Duration sendTimeout, @DefaultValue("0s") Duration receiveTimeout) {

	}

	/**
	 * One channel; what it does not set, it inherits.
	 *
	 * @param type Class of the values, which makes the channel injectable by it.
	 * @param bufferSize Number of values that the channel holds before it is full.
	 * @param strategy What a send does when the channel is full.
	 * @param sendTimeout Longest time that a send may wait for room; zero for no limit.
	 * @param receiveTimeout Longest time that a receive may wait for a value; zero for no
	 * limit.
	 */
	public record Channel(@Nullable Class<?> type, @Nullable Integer bufferSize,
			@Nullable BackpressureStrategy strategy, @Nullable Duration sendTimeout,
			@Nullable Duration receiveTimeout) {

		Defaults withDefaults(Defaults defaults) {
			return new Defaults((this.bufferSize != null) ? this.bufferSize : defaults.bufferSize(),
					(this.strategy != null) ? this.strategy : defaults.strategy(),
					(this.sendTimeout != null) ? this.sendTimeout : defaults.sendTimeout(),
					(this.receiveTimeout != null) ? this.receiveTimeout : defaults.receiveTimeout());
		}

	}

	/**
	 * Events that are published of what happens to channels.
	 *
	 * @param mode Which events are published.
	 * @param summaryInterval Time between two summary events of a channel.
	 */
	public record Events(@DefaultValue("each") Mode mode, @DefaultValue("1s") Duration summaryInterval) {

		/**
		 * Which events are published.
		 */
		public enum Mode {

			/**
			 * One event for each drop, block and error.
			 */
			EACH,

			/**
			 * One event per channel and interval with the counts.
			 */
			SUMMARY,

			/**
			 * No events.
			 */
			OFF

		}

	}

}
