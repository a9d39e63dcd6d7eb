package io.backpressure.channel.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.source.ConfigurationProperty;

/**
 * Validation that rejects settings which the transport of a channel does not support.
 */
final class TransportLimits {

	/** Values with which a setting is off, so that every transport accepts them. */
	private static final Set<Object> OFF = Set.of(false, Duration.ZERO);

	private TransportLimits() {
	}

	/**
	 * Check a channel.
	 * @param name the name of the channel
	 * @param settings the settings in effect
	 * @param binder finds the properties that set the values
	 * @return the problems
	 */
	static List<Problem> check(String name, ChannelProperties.Settings settings, SectionBinder binder) {
		if (settings.isInMemory()) {
			return List.of();
		}
		String transport = ChannelSettings.TRANSPORT.of(settings);
		Map<String, String> limits = Transports.limits(transport);
		List<Problem> problems = new ArrayList<>();
		for (Setting<?> setting : ChannelSettings.ALL) {
			String why = limits.get(setting.key());
			Object value = setting.of(settings);
			if (why != null && value != null && !OFF.contains(value)) {
				String own = "backpressure.channels." + name + "." + setting.key();
				String reason = "Channel '%s' has the transport '%s', and %s. %s.".formatted(name, transport, why,
						remedy(own, value));
				ConfigurationProperty property = binder.findForChannel(name, setting.key());
				problems.add((property != null) ? Problem.of(property, reason) : new Problem(own, true, null, reason));
			}
		}
		return problems;
	}

	private static String remedy(String property, Object value) {
		if (value instanceof Boolean) {
			return "Set " + property + " to false";
		}
		return (value instanceof Duration) ? "Set " + property + " to 0s" : "Remove " + property;
	}

}
