package io.backpressure.channel.spring;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Description of a {@link ChannelTransport}: its properties, and the settings that its
 * channels do not support. Both are needed before the bean of the transport exists. A
 * library lists an implementation in {@code META-INF/spring.factories} under the name of
 * this type. The properties of the transport are checked by the same rules as all others
 * below {@code backpressure}.
 *
 * @since 0.1.0
 */
public interface TransportDescription {

	/**
	 * Default {@link #limits() limits}: settings that are not supported, each with the
	 * reason.
	 */
	Map<String, String> LIMITS = Map.of("propagate-context", "the context of a thread cannot leave this JVM",
			"measure-buffer-wait", "times in the buffer are measured by the clock of this JVM", "max-age",
			"the age of a value is measured by the clock of this JVM", "max-buffer-size",
			"the size of a shared buffer cannot change while it is in use");

	/**
	 * Return the name of the transport. Its section below {@code backpressure} has the
	 * same name.
	 * @return the name, as written in the properties
	 */
	String name();

	/**
	 * Return the properties of the section.
	 * @return a record class with a component for each property. An optional component
	 * named {@code channels} is a {@code Map} from the names of channels to records
	 */
	Class<? extends Record> properties();

	/**
	 * Check a value that has the type of its property.
	 * @param key the key below the section, or below the name of a channel
	 * @param value the value
	 * @return the problem and a remedy, or {@code null} if the value is valid
	 */
	default @Nullable String problem(String key, Object value) {
		return null;
	}

	/**
	 * Return the settings that channels of the transport do not support.
	 * @return the keys of the settings, each with the reason, worded to follow "Channel
	 * 'orders' has the transport 'x', and"
	 */
	default Map<String, String> limits() {
		return LIMITS;
	}

}
