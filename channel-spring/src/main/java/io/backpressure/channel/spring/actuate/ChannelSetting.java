package io.backpressure.channel.spring.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a channel, and where it comes from.
 *
 * @param value what is in effect; {@code null} if nothing is
 * @param source what has set it
 * @param origin where that is written, if it is a property and that is known
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ChannelSetting(@Nullable Object value, Source source, @Nullable String origin) {

	/**
	 * What can set something of a channel.
	 */
	public enum Source {

		/** The channel's own properties. */
		CHANNEL,

		/** The properties below {@code backpressure.defaults}. */
		DEFAULTS,

		/** Nothing: it is as without any properties. */
		BUILT_IN,

		/** A {@code ChannelBuilderCustomizer}. */
		CUSTOMIZER,

		/** The code that made the channel. */
		CODE

	}

}
