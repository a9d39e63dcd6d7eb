package io.backpressure.channel.spring.autoconfigure;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Function;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Channel;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Defaults;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Setting of a channel: a row of {@link ChannelSettings}.
 *
 * @param <V> the type of the value
 */
final class Setting<V> {

	private final String key;

	private final PropertyNode node;

	private final Function<Channel, @Nullable V> own;

	private final @Nullable Function<Defaults, @Nullable V> inherited;

	private BinaryOperator<V> merge = (own, inherited) -> own;

	private BiConsumer<ChannelBuilder<?>, V> builder = (builder, value) -> {
	};

	private Function<BackpressureChannel<?>, @Nullable Object> actual = (channel) -> null;

	private @Nullable Function<Settings, @Nullable Object> shown = this::of;

	private Setting(String key, PropertyNode node, Function<Channel, @Nullable V> own,
			@Nullable Function<Defaults, @Nullable V> inherited) {
		this.key = key;
		this.node = node;
		this.own = own;
		this.inherited = inherited;
	}

	/** Create a setting that a channel does not inherit. */
	static <V> Setting<V> own(String key, Check check, Function<Channel, @Nullable V> own) {
		return new Setting<>(key, PropertyNode.value(check), own, null);
	}

	/**
	 * Create a setting that a channel inherits, unless the channel sets a value itself.
	 */
	static <V> Setting<V> inherited(String key, Check check, Function<Channel, @Nullable V> own,
			Function<Defaults, @Nullable V> inherited) {
		return new Setting<>(key, PropertyNode.value(check), own, inherited);
	}

	/**
	 * Create a setting with entries. A channel adds its own entries to those that it
	 * inherits.
	 */
	static <V> Setting<V> entries(String key, Check check, Function<Channel, @Nullable V> own,
			Function<Defaults, @Nullable V> inherited, BinaryOperator<V> merge) {
		Setting<V> setting = new Setting<>(key, new PropertyNode.Entries(PropertyNode.value(check)), own, inherited);
		setting.merge = merge;
		return setting;
	}

	/** Pass the value to the builder of a channel, and read it from the channel. */
	Setting<V> built(BiConsumer<ChannelBuilder<?>, V> builder, Function<BackpressureChannel<?>, V> actual) {
		this.builder = builder;
		return readFrom(actual);
	}

	/** Read the value from the channel, since code may have changed it. */
	Setting<V> readFrom(Function<BackpressureChannel<?>, ? extends @Nullable V> actual) {
		this.actual = actual::apply;
		return this;
	}

	/** Show a derived value instead of the value itself. */
	Setting<V> shownAs(Function<Settings, @Nullable Object> shown) {
		this.shown = shown;
		return this;
	}

	/** Do not show the value among the settings. */
	Setting<V> hidden() {
		this.shown = null;
		return this;
	}

	/** Return the key below the name of the channel, such as {@code watermark.high}. */
	String key() {
		return this.key;
	}

	PropertyNode node() {
		return this.node;
	}

	boolean isInherited() {
		return this.inherited != null;
	}

	/** Return the value in effect, own or inherited; {@code null} if there is none. */
	@Nullable V of(Settings settings) {
		Channel channel = settings.channel();
		V own = (channel != null) ? this.own.apply(channel) : null;
		V inherited = (this.inherited != null) ? this.inherited.apply(settings.defaults()) : null;
		if (own == null) {
			return inherited;
		}
		return (inherited != null) ? this.merge.apply(own, inherited) : own;
	}

	void build(Settings settings, ChannelBuilder<?> builder) {
		V value = of(settings);
		if (value != null) {
			this.builder.accept(builder, value);
		}
	}

	void report(Settings settings, BackpressureChannel<?> channel, ChannelProperties.Report report) {
		if (this.shown == null) {
			return;
		}
		Object value = this.shown.apply(settings);
		if (value instanceof Map<?, ?> entries) {
			entries.forEach((name, entry) -> report.setting(this.key + "." + name, entry, null));
		}
		else {
			report.setting(this.key, value, this.actual.apply(channel));
		}
	}

}
