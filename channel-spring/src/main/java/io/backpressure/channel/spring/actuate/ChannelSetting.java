package io.backpressure.channel.spring.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Setting of a channel and its source.
 *
 * @param value the value in effect; {@code null} if there is none
 * @param source the source of the value
 * @param origin the location of the property; {@code null} if the setting is not from a
 * property or the location is not known
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ChannelSetting(@Nullable Object value, Source source, @Nullable String origin) {

	/**
	 * Source of a setting.
	 */
	public enum Source {

		/** The channel's own properties. */
		CHANNEL,

		/** The properties below {@code backpressure.defaults}. */
		DEFAULTS,

		/** The built-in default. */
		BUILT_IN,

		/** A {@code ChannelBuilderCustomizer}, or a resize of the channel. */
		CUSTOMIZER,

		/** The code that created the channel. */
		CODE

	}

}
