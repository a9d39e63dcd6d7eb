package io.backpressure.channel.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.spring.listener.ListenerOptions;
import io.backpressure.channel.spring.monitor.UtilizationLimit;
import io.backpressure.channel.spring.monitor.WatchSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Properties of channels.
 *
 * @param enabled Whether to configure channels and listeners automatically.
 * @param defaults Defaults for all channels.
 * @param channels Channels by name, such as eu-orders.
 * @param listener Listeners of channels.
 * @param events Events about channels.
 * @param console Page that shows all channels live.
 * @since 0.1.0
 */
@ConfigurationProperties("backpressure")
public record ChannelProperties(@DefaultValue("true") boolean enabled, @DefaultValue Defaults defaults,
		@DefaultValue Map<String, Channel> channels, @DefaultValue Listener listener, @DefaultValue Events events,
		@DefaultValue Console console) {

	/**
	 * Return the properties of an environment.
	 * @param environment the environment
	 * @return its properties
	 */
	public static ChannelProperties of(Environment environment) {
		SectionBinder binder = SectionBinder.of(environment);
		return new ChannelProperties(binder.values().bind("backpressure.enabled", Boolean.class).orElse(true),
				binder.bind("backpressure.defaults", Defaults.class),
				binder.bindEntries("backpressure.channels", Channel.class),
				new Listener(binder.values().bind("backpressure.listener.drain-timeout", Duration.class).orElse(null),
						binder.bind("backpressure.listener.defaults", ListenerOptions.class),
						binder.bindEntries("backpressure.listener.channels", ListenerOptions.class),
						binder.bindEntries("backpressure.listener.listeners", ListenerOptions.class)),
				binder.bind("backpressure.events", Events.class), binder.bind("backpressure.console", Console.class));
	}

	/**
	 * Return the settings of a channel, completed by the defaults.
	 * @param name the name of the channel, declared or not
	 * @return the settings in effect
	 */
	public Settings effective(String name) {
		return new Settings(this.channels.get(name), this.defaults);
	}

	/**
	 * Defaults for all channels.
	 *
	 * @param bufferSize Number of values that a channel holds before it is full.
	 * @param strategy Strategy that applies when the channel is full.
	 * @param sendTimeout Longest time that a send may wait for room; zero for no limit.
	 * @param receiveTimeout Longest time that a receive may wait for a value; zero for no
	 * limit.
	 * @param maxAge Age above which values are dropped, not received; zero for no limit.
	 * @param transport Storage of the values: memory, or the name of a transport.
	 * @param propagateContext Whether to run listeners in the context of the sender, such
	 * as its trace.
	 * @param measureBufferWait Whether to measure how long each value is buffered.
	 * @param watermark Watermarks whose crossing is published as an event.
	 * @param health Limits beyond which a channel is unhealthy.
	 * @param tags Tags of all meters, by key.
	 */
	public record Defaults(@DefaultValue("100") int bufferSize, @DefaultValue("block") BackpressureStrategy strategy,
			@DefaultValue("0s") Duration sendTimeout, @DefaultValue("0s") Duration receiveTimeout,
			@DefaultValue("0s") Duration maxAge, @DefaultValue(MEMORY) String transport,
			@DefaultValue("false") boolean propagateContext, @DefaultValue("false") boolean measureBufferWait,
			@DefaultValue Watermark watermark, @DefaultValue Health health, @DefaultValue Map<String, String> tags) {

		/**
		 * The transport of a channel in the memory of this JVM.
		 */
		public static final String MEMORY = "memory";

		/**
		 * Return the tags, each key in one spelling.
		 * @return the values by key
		 */
		@Override
		public Map<String, String> tags() {
			return ChannelNames.withoutOtherSpellings(this.tags);
		}

	}

	/**
	 * Settings of one channel. The channel inherits the settings that it does not set,
	 * except {@code type}, {@code description} and {@code maxBufferSize}.
	 *
	 * @param type Type of the values, by which the channel can be injected: the full name
	 * of a class, with type arguments if it is generic.
	 * @param description Purpose of the channel, in a few words for operators.
	 * @param bufferSize Number of values that the channel holds before it is full.
	 * @param maxBufferSize Largest buffer size to which the channel can be resized. The
	 * buffer size by default.
	 * @param strategy Strategy that applies when the channel is full.
	 * @param sendTimeout Longest time that a send may wait for room; zero for no limit.
	 * @param receiveTimeout Longest time that a receive may wait for a value; zero for no
	 * limit.
	 * @param maxAge Age above which values are dropped, not received; zero for no limit.
	 * @param transport Storage of the values: memory, or the name of a transport.
	 * @param propagateContext Whether to run listeners in the context of the sender, such
	 * as its trace.
	 * @param measureBufferWait Whether to measure how long each value is buffered.
	 * @param watermark Watermarks whose crossing is published as an event.
	 * @param health Limits beyond which the channel is unhealthy.
	 * @param tags Tags of the meters of the channel, by key.
	 */
	public record Channel(@Nullable ElementType type, @Nullable String description, @Nullable Integer bufferSize,
			@Nullable Integer maxBufferSize, @Nullable BackpressureStrategy strategy, @Nullable Duration sendTimeout,
			@Nullable Duration receiveTimeout, @Nullable Duration maxAge, @Nullable String transport,
			@Nullable Boolean propagateContext, @Nullable Boolean measureBufferWait, @DefaultValue Watermark watermark,
			@DefaultValue Health health, @DefaultValue Map<String, String> tags) {

		/**
		 * Return the tags, each key in one spelling.
		 * @return the values by key
		 */
		@Override
		public Map<String, String> tags() {
			return ChannelNames.withoutOtherSpellings(this.tags);
		}

	}

	/**
	 * Watermarks of a channel. An event is published when the channel fills to the high
	 * watermark, and when it then empties to the low watermark.
	 *
	 * @param high Utilization, at most 1, at or above which a channel becomes high. If it
	 * is not set, no watermark events are published.
	 * @param low Utilization at or below which a channel becomes low again. Half of the
	 * high one by default.
	 * @param hold Time for which a channel has to stay at or beyond a watermark before an
	 * event is published.
	 */
	public record Watermark(@Nullable Double high, @Nullable Double low, @Nullable Duration hold) {

	}

	/**
	 * Limits beyond which a channel is unhealthy.
	 *
	 * @param utilizationAbove Utilization and time, such as '0.9 for 30s'. A channel is
	 * out of service after its utilization has been at or above the limit for that time.
	 * A limit without a time applies at once, and 'never' means no limit.
	 * @param stalledAfter Time for which values may be buffered while none is received. A
	 * channel is down after that time. Zero for no limit.
	 */
	public record Health(@Nullable UtilizationLimit utilizationAbove, @Nullable Duration stalledAfter) {

	}

	/**
	 * Listeners of channels.
	 *
	 * @param drainTimeout Longest time for which listeners handle buffered values when
	 * the application stops. Two thirds of spring.lifecycle.timeout-per-shutdown-phase by
	 * default.
	 * @param defaults Defaults for all listeners.
	 * @param channels Settings of all listeners of a channel, by the name of the channel.
	 * @param listeners Settings of a listener, by the id of the listener.
	 */
	public record Listener(@Nullable Duration drainTimeout,
			@Nullable @NestedConfigurationProperty ListenerOptions defaults,
			@DefaultValue Map<String, ListenerOptions> channels, @DefaultValue Map<String, ListenerOptions> listeners) {

	}

	/**
	 * Events about channels.
	 *
	 * @param mode Form in which drops, blocks and errors are published.
	 * @param summaryInterval Time between two summary events of a channel.
	 */
	public record Events(@DefaultValue("each") Mode mode, @DefaultValue("1s") Duration summaryInterval) {

		/**
		 * Form in which drops, blocks and errors are published.
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
			 * None of these events.
			 */
			OFF

		}

	}

	/**
	 * Page that shows all channels live.
	 *
	 * @param enabled Whether to serve the console at /backpressure.
	 * @param extension Path of a script of the application, such as /desk.js, that the
	 * console loads after its own scripts.
	 */
	public record Console(@DefaultValue("false") boolean enabled, @Nullable String extension) {

	}

	/**
	 * Effective settings of a channel: its own, or else the defaults.
	 *
	 * @param channel the settings of the channel, or {@code null} if it is not declared
	 * @param defaults the defaults that it inherits
	 */
	public record Settings(@Nullable Channel channel, Defaults defaults) {

		/**
		 * Return the keys of all settings.
		 * @return the keys below the name of a channel, such as {@code watermark.high}
		 */
		public static List<String> keys() {
			return ChannelSettings.ALL.stream().map(Setting::key).toList();
		}

		/** Return whether the channel is in the memory of this JVM. */
		boolean isInMemory() {
			return Defaults.MEMORY.equals(ChannelSettings.TRANSPORT.of(this));
		}

		/**
		 * Return the tags of the meters of the channel.
		 * @return the tags by key
		 */
		public Map<String, String> tags() {
			return Objects.requireNonNull(ChannelSettings.TAGS.of(this));
		}

		/**
		 * Return the limits against which the channel is monitored.
		 * @return the limits
		 */
		public WatchSettings watch() {
			Double high = ChannelSettings.WATERMARK_HIGH.of(this);
			Double low = ChannelSettings.lowWatermark(this);
			Duration hold = ChannelSettings.WATERMARK_HOLD.of(this);
			return new WatchSettings(
					(high != null && low != null) ? new io.backpressure.channel.spring.monitor.Watermark(high, low,
							(hold != null) ? hold : Duration.ZERO) : null,
					ChannelSettings.UTILIZATION_ABOVE.of(this), ChannelSettings.STALLED_AFTER.of(this));
		}

		/**
		 * Report all settings except the type, in a fixed order.
		 * @param channel the channel with these settings
		 * @param report the receiver of the settings
		 */
		public void report(BackpressureChannel<?> channel, Report report) {
			ChannelSettings.ALL.forEach((setting) -> setting.report(this, channel, report));
		}

	}

	/**
	 * Receiver of the settings of a channel.
	 */
	@FunctionalInterface
	public interface Report {

		/**
		 * Receive a setting.
		 * @param key the key below the name of the channel
		 * @param value the value that the properties give, or {@code null}
		 * @param actual the value that the channel has, or {@code null} if the channel
		 * does not provide it
		 */
		void setting(String key, @Nullable Object value, @Nullable Object actual);

	}

}
