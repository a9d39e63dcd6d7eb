package io.backpressure.channel.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;

/**
 * What a channel cannot have that is not in this JVM.
 */
final class TransportLimits {

	private TransportLimits() {
	}

	/**
	 * Check a channel.
	 * @param name its name
	 * @param settings its effective settings
	 * @param find where a property is written: the channel's own, or the default, if that
	 * is known
	 * @return what is wrong
	 */
	static List<Problem> check(String name, ChannelProperties.Defaults settings,
			Function<String, @Nullable ConfigurationProperty> find) {
		List<Problem> problems = new ArrayList<>();
		if (!settings.isInMemory() && settings.propagateContext()) {
			problems.add(problem(name, settings, "propagate-context", "the context of a thread cannot leave this JVM",
					find));
		}
		if (!settings.isInMemory() && settings.measureBufferWait()) {
			problems.add(problem(name, settings, "measure-buffer-wait",
					"times in the buffer are measured by the clock of this JVM", find));
		}
		return problems;
	}

	private static Problem problem(String name, ChannelProperties.Defaults settings, String key, String why,
			Function<String, @Nullable ConfigurationProperty> find) {
		String own = "backpressure.channels." + name + "." + key;
		ConfigurationProperty property = find.apply(own);
		if (property == null) {
			property = find.apply("backpressure.defaults." + key);
		}
		String reason = "Channel '%s' has the transport '%s', and %s. Set %s to false.".formatted(name,
				settings.transport(), why, own);
		return (property != null) ? Problem.of(property, reason) : new Problem(own, true, null, reason);
	}

}
