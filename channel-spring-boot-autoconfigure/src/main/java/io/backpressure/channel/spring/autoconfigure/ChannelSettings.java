package io.backpressure.channel.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Channel;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Defaults;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Settings;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Section;
import io.backpressure.channel.spring.monitor.UtilizationLimit;
import io.backpressure.channel.spring.support.ChannelAccess;
import org.jspecify.annotations.Nullable;

/**
 * Table of the settings of a channel. Each row is a setting, with its key, the check of
 * its value, its components in {@link Channel} and {@link Defaults}, and the way in which
 * it is applied to the channel. The checks of the properties, the merge with the
 * defaults, the builder, the endpoint and the documentation tests follow this table. To
 * add a setting, add a row and a component of {@link Channel}. If channels inherit the
 * setting, also add a component of {@link Defaults}.
 */
final class ChannelSettings {

	static final Setting<Integer> BUFFER_SIZE = Setting
		.inherited("buffer-size", Check.bufferSize(), Channel::bufferSize, Defaults::bufferSize)
		.built(ChannelBuilder::bufferSize, BackpressureChannel::capacity);

	static final Setting<Integer> MAX_BUFFER_SIZE = Setting
		.own("max-buffer-size", Check.maxBufferSize(), Channel::maxBufferSize)
		.built(ChannelBuilder::maxBufferSize, BackpressureChannel::maxBufferSize)
		.shownAs(ChannelSettings::maxBufferSize);

	static final Setting<Duration> MAX_AGE = Setting
		.inherited("max-age", Check.duration(Duration.ZERO), Channel::maxAge, Defaults::maxAge)
		.built(ChannelBuilder::maxAge, BackpressureChannel::maxAge);

	static final Setting<String> TRANSPORT = Setting
		.inherited("transport", Check.transport(), Channel::transport, Defaults::transport)
		.readFrom((channel) -> ChannelAccess.isShared(channel) ? null : Defaults.MEMORY);

	static final Setting<Boolean> MEASURE_BUFFER_WAIT = Setting
		.inherited("measure-buffer-wait", Check.truth(), Channel::measureBufferWait, Defaults::measureBufferWait)
		.built(ChannelBuilder::measureBufferWait, BackpressureChannel::measuresBufferWait)
		.shownAs(ChannelSettings::measuresBufferWait);

	static final Setting<Boolean> PROPAGATE_CONTEXT = Setting.inherited("propagate-context",
			Check.truthThatNeeds("io.micrometer.context.ContextSnapshotFactory", "io.micrometer:context-propagation"),
			Channel::propagateContext, Defaults::propagateContext);

	static final Setting<Double> WATERMARK_HIGH = Setting.inherited("watermark.high", Check.watermark(),
			(channel) -> channel.watermark().high(), (defaults) -> defaults.watermark().high());

	static final Setting<Double> WATERMARK_LOW = Setting
		.inherited("watermark.low", Check.watermark(), (channel) -> channel.watermark().low(),
				(defaults) -> defaults.watermark().low())
		.shownAs(ChannelSettings::lowWatermark);

	static final Setting<Duration> WATERMARK_HOLD = Setting.inherited("watermark.hold", Check.duration(Duration.ZERO),
			(channel) -> channel.watermark().hold(), (defaults) -> defaults.watermark().hold());

	static final Setting<UtilizationLimit> UTILIZATION_ABOVE = Setting.inherited("health.utilization-above",
			Check.utilizationLimit(), (channel) -> channel.health().utilizationAbove(),
			(defaults) -> defaults.health().utilizationAbove());

	static final Setting<Duration> STALLED_AFTER = Setting.inherited("health.stalled-after",
			Check.duration(Duration.ZERO), (channel) -> channel.health().stalledAfter(),
			(defaults) -> defaults.health().stalledAfter());

	static final Setting<Map<String, String>> TAGS = Setting.entries("tags", Check.tag(), Channel::tags, Defaults::tags,
			ChannelSettings::union);

	/**
	 * All settings, in the order in which the endpoint shows them. The type is hidden,
	 * since the endpoint shows it in a separate field.
	 */
	static final List<Setting<?>> ALL = List.of(Setting.own("type", Check.elementType(), Channel::type).hidden(),
			Setting.own("description", Check.text(), Channel::description), BUFFER_SIZE, MAX_BUFFER_SIZE,
			Setting
				.inherited("strategy", Check.oneOf(BackpressureStrategy.class), Channel::strategy, Defaults::strategy)
				.built(ChannelBuilder::strategy, BackpressureChannel::strategy),
			Setting
				.inherited("send-timeout", Check.duration(Duration.ZERO), Channel::sendTimeout, Defaults::sendTimeout)
				.built(ChannelBuilder::sendTimeout, BackpressureChannel::sendTimeout),
			Setting
				.inherited("receive-timeout", Check.duration(Duration.ZERO), Channel::receiveTimeout,
						Defaults::receiveTimeout)
				.built(ChannelBuilder::receiveTimeout, BackpressureChannel::receiveTimeout),
			MAX_AGE, TRANSPORT, MEASURE_BUFFER_WAIT, PROPAGATE_CONTEXT, WATERMARK_HIGH, WATERMARK_LOW, WATERMARK_HOLD,
			UTILIZATION_ABOVE, STALLED_AFTER, TAGS);

	private ChannelSettings() {
	}

	/** Return a section of the property tree with the selected settings. */
	static Section section(Predicate<Setting<?>> settings) {
		Section section = new Section(Map.of());
		for (Setting<?> setting : ALL) {
			if (settings.test(setting)) {
				section = section.with(setting.key(), setting.node());
			}
		}
		return section;
	}

	private static @Nullable Integer maxBufferSize(Settings settings) {
		Integer max = MAX_BUFFER_SIZE.of(settings);
		return (max != null) ? max : BUFFER_SIZE.of(settings);
	}

	/**
	 * Return whether the time in the buffer is measured. It is measured if
	 * {@code measure-buffer-wait} is true, and for every channel with a maximum age.
	 */
	private static boolean measuresBufferWait(Settings settings) {
		Duration maxAge = MAX_AGE.of(settings);
		return Boolean.TRUE.equals(MEASURE_BUFFER_WAIT.of(settings)) || (maxAge != null && !maxAge.isZero());
	}

	/**
	 * Return the low watermark. If it is not set, return half of the high watermark, or
	 * {@code null} if there is no high watermark either.
	 */
	static @Nullable Double lowWatermark(Settings settings) {
		Double high = WATERMARK_HIGH.of(settings);
		Double low = WATERMARK_LOW.of(settings);
		return (low != null || high == null) ? low : Double.valueOf(high / 2);
	}

	private static Map<String, String> union(Map<String, String> own, Map<String, String> inherited) {
		Map<String, String> all = new TreeMap<>(inherited);
		all.putAll(own);
		return all;
	}

}
