package io.backpressure.channel.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.spring.listener.ListenerOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of channels.
 *
 * @param enabled Whether channels are declared, and found in the application context.
 * @param defaults What every channel inherits.
 * @param channels Channels by their names: lower-case letters, digits and hyphens.
 * @param listener Listeners of channels.
 * @param events Events that are published of what happens to channels.
 */
@ConfigurationProperties("backpressure")
public record ChannelProperties(@DefaultValue("true") boolean enabled, @DefaultValue Defaults defaults,
		@DefaultValue Map<String, Channel> channels, @DefaultValue Listener listener, @DefaultValue Events events) {

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
	 * @param propagateContext Whether listeners run in the context of the sender, such as
	 * its trace.
	 */
	public record Defaults(@DefaultValue("100") int bufferSize, @DefaultValue("block") BackpressureStrategy strategy,
			@DefaultValue("0s") Duration sendTimeout, @DefaultValue("0s") Duration receiveTimeout,
			@DefaultValue("false") boolean propagateContext) {

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
	 * @param propagateContext Whether listeners run in the context of the sender, such as
	 * its trace.
	 */
	public record Channel(@Nullable Class<?> type, @Nullable Integer bufferSize,
			@Nullable BackpressureStrategy strategy, @Nullable Duration sendTimeout, @Nullable Duration receiveTimeout,
			@Nullable Boolean propagateContext) {

		Defaults withDefaults(Defaults defaults) {
			return new Defaults((this.bufferSize != null) ? this.bufferSize : defaults.bufferSize(),
					(this.strategy != null) ? this.strategy : defaults.strategy(),
					(this.sendTimeout != null) ? this.sendTimeout : defaults.sendTimeout(),
					(this.receiveTimeout != null) ? this.receiveTimeout : defaults.receiveTimeout(),
					(this.propagateContext != null) ? this.propagateContext : defaults.propagateContext());
		}

	}

	/**
	 * Listeners of channels.
	 *
	 * @param drainTimeout Longest time that listeners go on with what is buffered when
	 * the application stops. Two thirds of spring.lifecycle.timeout-per-shutdown-phase by
	 * default.
	 * @param defaults What every listener inherits.
	 * @param channels Settings of all listeners of a channel, by its name.
	 * @param listeners Settings of a listener, by its id.
	 */
	public record Listener(@Nullable Duration drainTimeout,
			@Nullable @NestedConfigurationProperty ListenerOptions defaults,
			@DefaultValue Map<String, ListenerOptions> channels, @DefaultValue Map<String, ListenerOptions> listeners) {

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
