package io.backpressure.channel.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.properties.source.ConfigurationProperty;

/**
 * Rejects settings that only an in-memory channel supports.
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
		List<Problem> problems = new ArrayList<>();
		if (!settings.isInMemory() && Boolean.TRUE.equals(ChannelSettings.PROPAGATE_CONTEXT.of(settings))) {
			problems.add(problem(name, settings, "propagate-context", "the context of a thread cannot leave this JVM",
					binder));
		}
		if (!settings.isInMemory() && Boolean.TRUE.equals(ChannelSettings.MEASURE_BUFFER_WAIT.of(settings))) {
			problems.add(problem(name, settings, "measure-buffer-wait",
					"times in the buffer are measured by the clock of this JVM", binder));
		}
		return problems;
	}

	private static Problem problem(String name, ChannelProperties.Settings settings, String key, String why,
			SectionBinder binder) {
		String own = "backpressure.channels." + name + "." + key;
		ConfigurationProperty property = binder.findForChannel(name, key);
		String reason = "Channel '%s' has the transport '%s', and %s. Set %s to false.".formatted(name,
				ChannelSettings.TRANSPORT.of(settings), why, own);
		return (property != null) ? Problem.of(property, reason) : new Problem(own, true, null, reason);
	}

}
