package io.backpressure.channel.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.source.ConfigurationProperty;

/**
 * Rejects settings that the transport of a channel does not support.
 */
final class TransportLimits {

	private TransportLimits() {
	}

	/**
	 * Check a channel.
	 * @param name its name
	 * @param settings its effective settings
	 * @param binder finds where its settings are written
	 * @return what is wrong
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
			if (why != null && Boolean.TRUE.equals(setting.of(settings))) {
				String own = "backpressure.channels." + name + "." + setting.key();
				String reason = "Channel '%s' has the transport '%s', and %s. Set %s to false.".formatted(name,
						transport, why, own);
				ConfigurationProperty property = binder.findForChannel(name, setting.key());
				problems.add((property != null) ? Problem.of(property, reason) : new Problem(own, true, null, reason));
			}
		}
		return problems;
	}

}
